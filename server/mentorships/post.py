"""Letters about requests and mentorships, in the words and language of who gets them."""

from __future__ import annotations

from server.accounts.service import Accounts
from server.core.db import Tx
from server.notifications.service import About, Notifications


class Post:
    """Writes with the caller's transaction."""

    def __init__(self, accounts: Accounts, notifications: Notifications) -> None:
        self._accounts = accounts
        self._notifications = notifications

    async def tell(self, tx: Tx, kind: str, to: str, about: str, path: str, **more: str) -> None:
        """Tells person `to`; `about` is the other one, `path` where its link leads."""
        receiver = await self._accounts.person(to)
        other = await self._accounts.person(about)
        notice = About(path, {"other": other.name, **more})
        await self._notifications.tell(tx, kind, receiver.receiver, notice)
