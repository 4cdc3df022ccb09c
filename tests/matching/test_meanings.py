"""An encoder that does not load: said once, tried again ever more seldom, told by readiness."""

from __future__ import annotations

import pytest
import structlog

from server.core.db import Database
from server.matching.model import EncoderUnusable
from server.matching.service import Meanings
from server.meaning.encoder import Encoder
from server.meaning.skills import Skills
from server.meaning.tfidf import Tfidf
from tests.support.clock import FixedClock


class Workshop:
    """Makes encoders, or fails to."""

    def __init__(self) -> None:
        self.is_broken = True
        self.tries = 0

    def make(self) -> Encoder:
        self.tries += 1
        if self.is_broken:
            raise FileNotFoundError("static.npz")
        return Tfidf()


async def test_a_broken_encoder_is_said_once_and_tried_ever_more_seldom(
    database: Database, clock: FixedClock
) -> None:
    workshop = Workshop()
    meanings = Meanings(
        database=database, clock=clock, make_encoder=workshop.make, skills=Skills(Tfidf())
    )
    was_usable = meanings.is_usable
    with structlog.testing.capture_logs() as logs:
        for _ in range(300):
            with pytest.raises(EncoderUnusable):
                await meanings.encoder()
            clock.forward(seconds=2)
    assert (was_usable, meanings.is_usable) == (True, False)
    assert workshop.tries < 10
    assert [one["reason"] for one in logs if one["event"] == "encoder.unusable"] == ["static.npz"]
    workshop.is_broken = False
    clock.forward(seconds=300)
    assert (await meanings.encoder()).name == "tfidf"
    assert meanings.is_usable


async def test_what_is_warm_answers_the_first_who_asks(
    database: Database, clock: FixedClock
) -> None:
    skills = Skills(Tfidf())
    meanings = Meanings(database=database, clock=clock, make_encoder=Tfidf, skills=skills)
    assert "_completion" not in vars(skills)
    (await meanings.warm()).join()
    assert "_completion" in vars(skills)
    assert "_vectors" in vars(skills)
