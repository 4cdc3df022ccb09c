"""Imports as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import In, Out
from server.programmes import model
from server.programmes.model import ImportState


class ImportQuery(In):
    """How a file is called, and whether letters go at once."""

    file_name: Annotated[str, Meta(max_length=1000)] = ""
    sends_letters: bool = False


class ImportOut(Out):
    """How far an import is."""

    id: str
    file_name: str
    sends_letters: bool
    state: ImportState
    created_at: datetime
    finished_at: datetime | None
    total: int | None
    read: int
    created: int
    invited: int
    unchanged: int
    refused: int
    unknown_columns: list[str]

    @staticmethod
    def of(one: model.Import) -> ImportOut:
        return ImportOut(
            id=one.id,
            file_name=one.file_name,
            sends_letters=one.sends_letters,
            state=one.state,
            created_at=one.created_at,
            finished_at=one.finished_at,
            total=one.total,
            read=one.counts.read,
            created=one.counts.created,
            invited=one.counts.invited,
            unchanged=one.counts.unchanged,
            refused=one.counts.refused,
            unknown_columns=list(one.unknown_columns),
        )


class ImportList(Out):
    imports: list[ImportOut]


class RemarkOut(Out):
    """What there is to say about a line; `column` is empty for the whole of it."""

    line: int
    column: str
    sentence: str
    is_error: bool


class ReportOut(Out):
    """An import and the first 200 of its remarks."""

    progress: ImportOut
    remarks: list[RemarkOut]


class ColumnOut(Out):
    """A column of the file of people."""

    name: str
    about: str
    is_needed: bool


class ColumnList(Out):
    columns: list[ColumnOut]
