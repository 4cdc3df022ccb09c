"""Words by which mentors are found: FTS5 on SQLite, tsvector on PostgreSQL, behind two functions.

Both get words that are folded already, so that neither needs an extension for accents, and both
answer alike: every word must begin some word of the mentor, the best place counting most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from server.core.db import Tx, batches, metadata
from server.matching.phrase import Words

text = sa.Table(
    "mentor_text",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("headline", sa.Text, nullable=False),
    sa.Column("expertise", sa.Text, nullable=False),
    sa.Column("skills", sa.Text, nullable=False),
)
MOST_FOUND = 5000

_SQLITE = sa.text(
    "SELECT t.person_id FROM fts_mentor_text f JOIN mentor_text t ON t.number = f.rowid "
    "WHERE fts_mentor_text MATCH :query "
    "ORDER BY bm25(fts_mentor_text, 8.0, 3.0, 4.0, 4.0), t.person_id LIMIT :most"
)
WEIGHED = (
    "setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', headline), 'C')"
    " || setweight(to_tsvector('simple', expertise), 'B')"
    " || setweight(to_tsvector('simple', skills), 'B')"
)
"""PostgreSQL's index is on this expression, and is used where a query has the same one."""
_POSTGRESQL = sa.text(
    f"SELECT person_id FROM mentor_text WHERE ({WEIGHED}) @@ to_tsquery('simple', :query) "  # noqa: S608 - constants
    f"ORDER BY ts_rank(({WEIGHED}), to_tsquery('simple', :query)) DESC, person_id LIMIT :most"
)


async def find(tx: Tx, words: Sequence[str]) -> list[str]:
    """Mentors with all of these words, each perhaps unfinished; the best first."""
    if not words:
        return []
    if tx.dialect.name == "sqlite":
        statement, query = _SQLITE, " ".join(f'"{one}"*' for one in words)
    else:
        statement, query = _POSTGRESQL, " & ".join(f"'{one}':*" for one in words)
    found = await tx.execute(statement, {"query": query, "most": MOST_FOUND})
    return list(found.scalars())


async def known(tx: Tx, people: Iterable[str]) -> dict[str, Words]:
    """What is kept of these."""
    found: dict[str, Words] = {}
    for some in batches(people):
        query = sa.select(text).where(text.c.person_id.in_(some))
        for row in await tx.execute(query):
            found[row.person_id] = Words(row.name, row.headline, row.expertise, row.skills)
    return found


async def put(tx: Tx, changed: Mapping[str, Words]) -> None:
    """Sets the words of mentors; whose account is gone is left out."""
    if not changed:
        return
    await remove(tx, changed)
    persons = metadata.tables["person"]
    for some in batches(changed):
        there = (await tx.execute(sa.select(persons.c.id).where(persons.c.id.in_(some)))).scalars()
        rows = [
            {
                "person_id": one,
                "name": changed[one].name,
                "headline": changed[one].headline,
                "expertise": changed[one].expertise,
                "skills": changed[one].skills,
            }
            for one in there
        ]
        if rows:
            await tx.execute(text.insert(), rows)


async def remove(tx: Tx, people: Iterable[str]) -> None:
    """These are found no longer."""
    for some in batches(people):
        await tx.execute(text.delete().where(text.c.person_id.in_(some)))
