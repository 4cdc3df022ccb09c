"""A pair's progress as a table for other programs; refuses free text, so no cell is a formula."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from server.core.csvlines import csv_text
from server.mentorships.model import Side
from server.progress.service import PairView

HEADER = ("what", "from", "until", "side", "measure", "value")
Row = tuple[str, str, str, str, str, int]


def table_of(view: PairView) -> str:
    """CSV with a header, one figure a row; days and times are ISO 8601, in UTC."""
    return csv_text(HEADER, chain(_days(view), _months(view), _weeks(view), _kept(view)))


def _days(view: PairView) -> Iterator[Row]:
    for one in view.days:
        day = one.day.isoformat()
        if one.percent is not None:
            yield ("goals", day, "", "", "percent", one.percent)
        yield ("actions", day, "", "", "done", one.done)
        yield ("actions", day, "", "", "open", one.open)


def _months(view: PairView) -> Iterator[Row]:
    for one in view.months:
        span = (one.began_at.isoformat(), one.ends_at.isoformat(), "")
        yield ("sessions", *span, "planned", one.planned)
        yield ("sessions", *span, "held", one.held)
        yield ("sessions", *span, "paused_days", one.paused_days)


def _weeks(view: PairView) -> Iterator[Row]:
    for one in view.weeks:
        for side in Side:
            is_written = int(side in one.written)
            yield ("check_ins", one.monday.isoformat(), "", side.value, "written", is_written)


def _kept(view: PairView) -> Iterator[Row]:
    for side, one in view.facts.kept.items():
        for measure, value in (("kept", one.kept), ("late", one.late), ("missed", one.missed)):
            yield ("attendance", "", "", side.value, measure, value)
