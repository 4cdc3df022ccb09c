"""Vectors of people's texts as rows, a byte a dimension; they go with the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from server.core.db import Tx, batches, inserting, metadata

vector = sa.Table(
    "text_vector",
    metadata,
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("codes", sa.LargeBinary, nullable=False),
)


async def of_people(tx: Tx, people: Iterable[str]) -> dict[str, dict[str, bytes]]:
    """All vectors of these people: codes by key (a hash of the text and the encoder's version)."""
    wanted = list(people)
    found: dict[str, dict[str, bytes]] = {one: {} for one in wanted}
    for some in batches(wanted):
        query = sa.select(vector).where(vector.c.person_id.in_(some))
        for row in await tx.execute(query):
            found[row.person_id][row.key] = row.codes
    return found


async def remove(tx: Tx, person: str, keys: Sequence[str]) -> None:
    """Forget vectors: of texts that were changed, or of an older encoder."""
    await tx.execute(vector.delete().where(vector.c.person_id == person, vector.c.key.in_(keys)))


async def add(tx: Tx, made: Mapping[tuple[str, str], bytes]) -> None:
    """Keep vectors by person and key; one that another node kept meanwhile is the same, and so is
    a person who has gone no fault.
    """
    people = list(dict.fromkeys(person for person, _ in made))
    there_now = await there(tx, people)
    known = await of_people(tx, people)
    rows = [
        {"person_id": person, "key": key, "codes": codes}
        for (person, key), codes in made.items()
        if person in there_now and key not in known[person]
    ]
    if rows:
        await tx.execute(inserting(tx, vector).on_conflict_do_nothing(), rows)


async def there(tx: Tx, people: Sequence[str]) -> set[str]:
    """Who of these still has an account."""
    persons = metadata.tables["person"]
    found: set[str] = set()
    for some in batches(people):
        query = sa.select(persons.c.id).where(persons.c.id.in_(some))
        found |= set((await tx.execute(query)).scalars())
    return found
