"""Letters about requests and mentorships, in the words and language of who gets them."""

from __future__ import annotations

from server.accounts.service import Accounts
from server.core.db import Tx
from server.core.settings import Settings
from server.notifications.service import Notifications


class Post:
    """Writes with the caller's transaction."""

    def __init__(
        self, settings: Settings, accounts: Accounts, notifications: Notifications
    ) -> None:
        self._home = settings.effective_public_url
        self._accounts = accounts
        self._notifications = notifications

    async def tell(self, tx: Tx, kind: str, to: str, about: str, path: str, **more: str) -> None:
        """One letter to person `to`; `about` is the other one, `path` where its link leads."""
        receiver = await self._accounts.person(to)
        other = await self._accounts.person(about)
        await self._notifications.enqueue(
            tx,
            kind=kind,
            to=receiver.email,
            locale=receiver.locale,
            name=receiver.name,
            other=other.name,
            link=f"{self._home}{path}",
            **more,
        )
