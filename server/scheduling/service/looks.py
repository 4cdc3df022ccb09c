"""One look at a calendar elsewhere, whatever kind it is; refuses to keep more than times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.accounts.service import Accounts
from server.core.seal import NoSeal, Seal, Unsealable
from server.scheduling.busyreader import BusyReader, Unread
from server.scheduling.busytimes import Asked, Busy
from server.scheduling.caldav import Account, CalDav, Calendar
from server.scheduling.fetching import Fetched, Fetcher
from server.scheduling.model import BusySource, BusyTrouble
from server.scheduling.model.calendars import KNOWN_AHEAD, KNOWN_BEFORE, Login, unread_account
from server.scheduling.zones import minute_at


@dataclass(frozen=True, slots=True)
class Look:
    """What became of it; `busy` is None when nothing is new."""

    source: BusySource
    busy: Busy | None


class Looks:
    """Asks and reads; `fetcher` and `caldav` are others in tests."""

    def __init__(self, accounts: Accounts, host: str, seal: Seal) -> None:
        self._accounts = accounts
        self._own = f"@{host}"
        self._seal = seal
        self._reader = BusyReader()
        self.fetcher = Fetcher()
        self.caldav = CalDav()

    async def calendars(self, address: str, user_name: str, password: str) -> list[Calendar]:
        """Those of an account; nothing is kept. Raises: AccountUnread."""
        try:
            return await self.caldav.calendars(address, Account(user_name, password))
        except Unread as unread:
            raise unread_account(unread.trouble) from None

    def sealed(self, source: str, address: str, user_name: str, password: str) -> Login:
        """For this source and address alone. Raises: NoSeal."""
        return Login(user_name, self._seal.close(password, bound_to=f"{source} {address}"))

    async def at(self, source: BusySource, now: datetime) -> Look:
        """Raises: Unread."""
        people = await self._accounts.several([source.person])
        zone = people[source.person].time_zone if source.person in people else "UTC"
        first, last = minute_at(now - KNOWN_BEFORE), minute_at(now + KNOWN_AHEAD)
        fetched = await self._fetched(source, source.etag_for(now), (first, last))
        if fetched is None:
            return Look(source.was_unchanged(now), None)
        asked = Asked(zone, self._own, first, last)
        busy = await self._reader.read(fetched.raw, asked, is_multistatus=fetched.is_multistatus)
        return Look(source.was_read(now, fetched.etag, busy.skipped), busy)

    async def _fetched(
        self, source: BusySource, known: str, span: tuple[int, int]
    ) -> Fetched | None:
        if source.login is None:
            return await self.fetcher.fetch(source.address, known)
        try:
            password = self._seal.open(
                source.login.sealed, bound_to=f"{source.id} {source.address}"
            )
        except (Unsealable, NoSeal):
            raise Unread(BusyTrouble.SEALED) from None
        account = Account(source.login.user_name, password)
        return await self.caldav.fetch(source.address, account, known, span)
