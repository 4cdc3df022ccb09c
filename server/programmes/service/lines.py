"""Who reports to whom in a programme, as its files of people say; refuses to tell members."""

from __future__ import annotations

from server.accounts.service import Accounts
from server.core.db import Tx
from server.programmes.model import reporting_lines
from server.programmes.store import members


async def every(tx: Tx, accounts: Accounts, programme_id: str) -> set[tuple[str, str]]:
    """Directly or through others: pairs (below, above)."""
    known = await members.managers(tx, programme_id)
    holders = await accounts.holders(tx, sorted(set(known.values())))
    return reporting_lines({p: holders[key] for p, key in known.items() if key in holders})


async def around(tx: Tx, accounts: Accounts, programme_id: str, person: str) -> set[str]:
    """Whom somebody reports to and who reports to them, without reading the whole programme."""
    above = await _above(tx, accounts, programme_id, person)
    return (above | await _below(tx, accounts, programme_id, person)) - {person}


async def _above(tx: Tx, accounts: Accounts, programme_id: str, person: str) -> set[str]:
    found: set[str] = set()
    at: str | None = person
    while at is not None and at not in found:
        found.add(at)
        key = await members.manager_of(tx, programme_id, at)
        at = (await accounts.holders(tx, [key])).get(key) if key is not None else None
    return found


async def _below(tx: Tx, accounts: Accounts, programme_id: str, person: str) -> set[str]:
    found = level = {person}
    while level:
        keys = [one.email_key for one in (await accounts.several_in(tx, level)).values()]
        level = set(await members.reporting_to(tx, programme_id, keys)) - found
        found = found | level
    return found
