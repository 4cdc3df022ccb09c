"""One name for one happening of a booking, everywhere; notices know their reader's language and clock."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

RENAMED = {
    "booking_asked": "session_asked",
    "booking_booked": "session_booked",
    "booking_declined": "session_declined",
    "booking_expired": "session_expired",
    "booking_rescheduled": "session_rescheduled",
    "booking_cancelled": "session_cancelled",
    "booking_moved": "session_moved",
    "booking_move_clashes": "session_clashes",
    "booking_seated": "seat_taken",
    "booking_called": "seat_called",
    "session_waits": "session_asked",
}
OF_A_SEAT = {"seat_taken", "seat_left"}


def upgrade() -> None:
    _letters()
    _notices()
    _preferences()


def _letters() -> None:
    """What still waits to be sent is told by the names that the templates have now."""
    letter = sa.table("letter", *map(sa.column, ("id", "kind", "params", "state")))
    for row in _rows(sa.select(letter).where(_is_of_a_session(letter.c.kind))):
        values: dict[str, Any] = {"kind": RENAMED.get(row.kind, row.kind)}
        if row.state == "waiting":
            values["params"] = _dumped(_renamed(row.kind, json.loads(row.params)))
        op.execute(letter.update().where(letter.c.id == row.id).values(values))


def _is_of_a_session(kind: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(*(kind.startswith(one) for one in ("session", "seat", "booking")))


def _renamed(kind: str, params: dict[str, str]) -> dict[str, str]:
    for before, after in (("starts", "starts_at"), ("ends", "ends_at")):
        if before in params:
            params[after] = params.pop(before)
    # Of a gathering only its name is known here, and where it stood it stands again.
    params.setdefault("title", params["other"] if kind in OF_A_SEAT else "")
    params.setdefault("ends_at", params["starts_at"])
    if kind in {"session_asked", "session_waits"}:
        params["side"] = "host" if kind == "session_asked" else "guest"
    if kind == "session_waits":
        params |= {"note": "", "page": params["link"]}
    return params


def _notices() -> None:
    # The defaults stay: a node of the version before may still write while this one comes up.
    op.add_column("notice", sa.Column("locale", sa.String(35), nullable=False, server_default="en"))
    op.add_column("notice", sa.Column("zone", sa.String(64), nullable=False, server_default="UTC"))
    op.execute(
        "UPDATE notice SET "
        "locale = (SELECT locale FROM person WHERE person.id = notice.person_id), "
        "zone = (SELECT time_zone FROM person WHERE person.id = notice.person_id)"
    )
    notice = sa.table("notice", *map(sa.column, ("id", "kind", "facts")))
    asked = sa.select(notice).where(notice.c.kind == "booking_asked")
    for row in _rows(asked):
        facts = _dumped({**json.loads(row.facts), "side": "host"})
        op.execute(notice.update().where(notice.c.id == row.id).values(facts=facts))
    for before, after in RENAMED.items():
        op.execute(notice.update().where(notice.c.kind == before).values(kind=after))


def _preferences() -> None:
    wished = sa.table("notice_preferences", *map(sa.column, ("person_id", "switches")))
    for row in _rows(sa.select(wished).where(wished.c.switches.contains("booking_"))):
        switches = {
            RENAMED.get(kind, kind): ways for kind, ways in json.loads(row.switches).items()
        }
        if "seat_called" in switches:
            switches["seat_called"][0] = False  # there is no letter of it
        own = wished.c.person_id == row.person_id
        op.execute(wished.update().where(own).values(switches=_dumped(switches)))


def _rows(query: sa.Select[Any]) -> list[Any]:
    return list(op.get_bind().execute(query))


def _dumped(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
