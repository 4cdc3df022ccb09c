"""What the clock does for accounts: turns signing keys over, forgets what is over for good."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.accounts.service import Registration, Signatures, SignIns
from server.core.jobs import Job


class _Services(Protocol):
    @property
    def signatures(self) -> Signatures: ...

    @property
    def sign_ins(self) -> SignIns: ...

    @property
    def registration(self) -> Registration: ...


async def _rotate(services: _Services, _now: datetime) -> None:
    await services.signatures.rotate()


async def _sweep(services: _Services, _now: datetime) -> None:
    await services.sign_ins.sweep()
    await services.registration.sweep()


JOBS = (
    Job("accounts.rotate_keys", every_s=3600, run=_rotate),
    Job("accounts.sweep", every_s=6 * 3600, run=_sweep),
)
