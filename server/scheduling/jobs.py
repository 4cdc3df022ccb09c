"""What the clock does for bookings: some run out, some are over, zones get other rules."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Protocol

import structlog

from server.core.jobs import Job
from server.core.settings import Settings
from server.scheduling.maildir import new_mails, set_seen
from server.scheduling.replies import reply_of
from server.scheduling.service import (
    Answers,
    Attendances,
    BusySources,
    Herald,
    Invitations,
    Upkeep,
)

log = structlog.get_logger()


class _Services(Protocol):
    @property
    def settings(self) -> Settings: ...
    @property
    def herald(self) -> Herald: ...
    @property
    def upkeep(self) -> Upkeep: ...
    @property
    def attendances(self) -> Attendances: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def busy_sources(self) -> BusySources: ...


async def _expire(services: _Services, _now: datetime) -> None:
    while await services.upkeep.expire():
        pass


async def _complete(services: _Services, _now: datetime) -> None:
    while await services.upkeep.complete():
        pass


async def _cancel_ended(services: _Services, _now: datetime) -> None:
    await services.upkeep.cancel_ended()


async def _rederive(services: _Services, _now: datetime) -> None:
    moved = await services.upkeep.rederive()
    if moved:
        log.warning("scheduling.moved_by_tzdata", bookings=len(moved))


async def _invite(services: _Services, _now: datetime) -> None:
    await services.invitations.write_due()


async def _sweep_links(services: _Services, _now: datetime) -> None:
    await services.invitations.sweep()


async def _read_busy(services: _Services, _now: datetime) -> None:
    await services.busy_sources.read_due()


async def _take_replies(services: _Services, _now: datetime) -> None:
    """One that cannot be read is put aside like the others: it would come again for ever."""
    folder, authserv = services.settings.inbound_mail_dir, services.settings.inbound_mail_authserv
    if folder is None:
        return
    for path, raw in await asyncio.to_thread(lambda: list(new_mails(folder))):
        try:
            reply = reply_of(raw, authserv)
        except Exception:
            log.exception("reply.unreadable")
            reply = None
        if reply is not None:
            await services.answers.take(reply)
        else:
            log.info("reply.none")
        await asyncio.to_thread(set_seen, path)


async def _derive_attendance(services: _Services, _now: datetime) -> None:
    await services.attendances.derive()


async def _close_rooms(services: _Services, _now: datetime) -> None:
    await services.attendances.close_rooms()


async def _forget_attendance(services: _Services, _now: datetime) -> None:
    await services.attendances.forget()


async def _remind(services: _Services, _now: datetime) -> None:
    await services.herald.remind()


JOBS = (
    Job("scheduling.remind", every_s=15, run=_remind),
    # First of all after a start: with a new tzdata wheel instants may be others.
    Job("scheduling.rederive", every_s=3600, run=_rederive),
    Job("scheduling.expire", every_s=60, run=_expire),
    Job("scheduling.cancel_ended", every_s=60, run=_cancel_ended),
    Job("scheduling.complete", every_s=300, run=_complete),
    Job("scheduling.derive_attendance", every_s=60, run=_derive_attendance),
    Job("scheduling.close_rooms", every_s=300, run=_close_rooms),
    Job("scheduling.forget_attendance", every_s=24 * 3600, run=_forget_attendance),
    Job("scheduling.invite", every_s=2, run=_invite),
    Job("scheduling.sweep_links", every_s=24 * 3600, run=_sweep_links),
    Job("scheduling.read_busy", every_s=20, run=_read_busy),
    Job("scheduling.take_replies", every_s=30, run=_take_replies),
)
