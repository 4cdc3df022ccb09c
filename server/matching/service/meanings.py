"""What people's texts mean: vectors that were kept, and new ones made in a thread and kept."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Thread

import numpy as np
import structlog

from server.accounts.model import Role
from server.core.clock import Clock
from server.core.db import Database
from server.matching.model import EncoderUnusable
from server.matching.people import Meant, Vector, skill_text, skills_of, texts_of
from server.matching.store import vectors
from server.matching.vectors import quantise
from server.meaning.catalogue import Skill as Concept
from server.meaning.encoder import Encoder
from server.meaning.skills import Skills
from server.profiles.model import Entry, Skill

Told = Sequence[tuple[Entry, Role]]
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 300.0
"""Between two tries to load an encoder, doubled each time."""
log = structlog.get_logger()
AT_ONCE = 256
"""Texts of one call, so that other threads get a turn."""


class Meanings:
    """One encoder for the whole process; it is made in a thread when it is needed first."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        make_encoder: Callable[[], Encoder],
        skills: Skills,
    ) -> None:
        self._database = database
        self._clock = clock
        self._make_encoder = make_encoder
        self._skills = skills
        self._encoder: Encoder | None = None
        self._making = asyncio.Lock()
        self._tries = 0
        """In vain."""
        self._next_try_s = 0.0
        """By the monotonic clock."""
        self._labels: dict[str, Vector] = {}
        """Vectors of the names of skills; there are some thousand at most."""

    async def encoder(self) -> Encoder:
        """The encoder of this process. Raises: EncoderUnusable, for a while without trying anew."""
        async with self._making:
            if self._encoder is None:
                self._encoder = await self._made()
        return self._encoder

    @property
    def is_usable(self) -> bool:
        """False once an encoder could not be loaded, until one is."""
        return self._tries == 0

    async def warm(self) -> Thread:
        """Reads the encoder and the list of skills now, so that nobody waits for them.

        The list in a thread that a server which stops does not wait for. Raises: EncoderUnusable.
        """
        await self.encoder()
        warming = Thread(target=self._skills.warm, name="warming", daemon=True)
        warming.start()
        return warming

    async def _made(self) -> Encoder:
        if self._clock.monotonic() < self._next_try_s:
            raise EncoderUnusable
        try:
            made = await asyncio.to_thread(self._make_encoder)
        except Exception as error:
            self._tries += 1
            wait_s = min(FIRST_WAIT_S * 2 ** (self._tries - 1), LONGEST_WAIT_S)
            self._next_try_s = self._clock.monotonic() + wait_s
            if self._tries == 1:
                log.exception("encoder.unusable", reason=str(error))
            raise EncoderUnusable from error
        if self._tries:
            log.info("encoder.usable", tries=self._tries)
        self._tries = 0
        return made

    async def of(self, told: Told) -> Meant:
        """What these people tell in these roles means."""
        encoder = await self.encoder()
        skills = [one for entry, role in told for one in skills_of(entry, role)]
        concepts = await asyncio.to_thread(self.concepts, skills)
        found = await self._of_texts(encoder, told)
        found |= await self._of_labels(encoder, concepts.values())
        return Meant(encoder.dim, found, concepts)

    async def of_skills(self, skills: Sequence[Skill]) -> Meant:
        """The same of skills alone, of nobody's: nothing is kept."""
        encoder = await self.encoder()
        concepts = await asyncio.to_thread(self.concepts, skills)
        texts = [skill_text(one, concepts) for one in skills if one.concept not in concepts]
        found = await _encoded(encoder, texts)
        found |= await self._of_labels(encoder, concepts.values())
        return Meant(encoder.dim, found, concepts)

    def concepts(self, skills: Iterable[Skill]) -> dict[str, Concept]:
        """Those that the list knows, by id. Reads the list when first asked: for a thread."""
        ids = {one.concept for one in skills if one.concept is not None}
        return {id_: known for id_ in ids if (known := self._skills.get(id_)) is not None}

    async def _of_texts(self, encoder: Encoder, told: Told) -> dict[str, Vector]:
        people = list(dict.fromkeys(entry.person.id for entry, _ in told))
        async with self._database.read() as tx:
            kept = await vectors.of_people(tx, people)
        found, missing, stale = await asyncio.to_thread(_sorted, stamp_of(encoder), told, kept)
        made = await _encoded(encoder, missing.values())
        await self._keep({where: made[text] for where, text in missing.items()}, stale)
        return found | made

    async def _keep(
        self, made: Mapping[tuple[str, str], Vector], stale: Mapping[str, Sequence[str]]
    ) -> None:
        gone = {person: keys for person, keys in stale.items() if keys}
        if not made and not gone:
            return
        codes = {where: one.astype(np.int8).tobytes() for where, one in made.items()}
        async with self._database.write() as tx:
            for person, keys in gone.items():
                await vectors.remove(tx, person, keys)
            await vectors.add(tx, codes)

    async def _of_labels(self, encoder: Encoder, concepts: Iterable[Concept]) -> dict[str, Vector]:
        labels = [one.label for one in concepts]
        self._labels |= await _encoded(encoder, [one for one in labels if one not in self._labels])
        return {one: self._labels[one] for one in labels}


def _sorted(
    stamp: str, told: Told, kept: Mapping[str, Mapping[str, bytes]]
) -> tuple[dict[str, Vector], dict[tuple[str, str], str], dict[str, list[str]]]:
    """What is known by text, what is missing by person and key, and whose keys are stale."""
    found: dict[str, Vector] = {}
    missing: dict[tuple[str, str], str] = {}
    stale: dict[str, list[str]] = {}
    for entry, role in told:
        person = entry.person.id
        texts = {one: texts_of(entry, one) for one in Role}
        own = {key_of(stamp, text) for every in texts.values() for text in every}
        stale[person] = [key for key in kept[person] if key not in own]
        for text in texts[role]:
            codes = kept[person].get(key_of(stamp, text))
            if codes is None:
                missing[person, key_of(stamp, text)] = text
            else:
                found[text] = np.frombuffer(codes, np.int8).astype(np.float32)
    return found, missing, stale


def stamp_of(encoder: Encoder) -> str:
    """What must be the same for two vectors to be compared."""
    return f"{encoder.name}/{encoder.version}/{encoder.dim}"


def key_of(stamp: str, text: str) -> str:
    """Under which a text's vector is kept: it tells nothing of the text."""
    return hashlib.sha256(f"{stamp}\n{text}".encode()).hexdigest()


async def _encoded(encoder: Encoder, texts: Iterable[str]) -> dict[str, Vector]:
    """Vectors as small whole numbers: what is kept of them is then exactly what was made."""
    wanted = list(dict.fromkeys(texts))
    found: dict[str, Vector] = {}
    for start in range(0, len(wanted), AT_ONCE):
        batch = wanted[start : start + AT_ONCE]
        rows = await asyncio.to_thread(lambda: quantise(encoder.encode(batch)).values)  # noqa: B023 - awaited at once
        found |= dict(zip(batch, rows.astype(np.float32), strict=True))
    return found
