"""The media benchmark runs and divides by what arrived; its figures are not judged here."""

import subprocess
from pathlib import Path

import pytest

from bench import floor, media, rooms, soak

MEDIA = Path(__file__).parents[2] / "media"


@pytest.fixture(scope="module", autouse=True)
def generator() -> None:
    build = ["cargo", "build", "--release", "--quiet", "--locked", "-p", "ithaca-load"]
    subprocess.run(build, check=True, cwd=MEDIA)


def test_a_round_is_measured_by_what_arrived() -> None:
    with media.on_core_of_load():
        measured = media.run_once(media.Load(5, 2_000, 0.2, subscribers=4))
    assert measured.thread_us > 0
    assert measured.forwards_per_s > 0
    assert measured.loss < 1


def test_the_floor_and_the_core_are_loaded_alike() -> None:
    load = media.Load(5, 2_000, 0.2, subscribers=4)
    with media.on_core_of_load(), floor.awake():
        assert floor.floor_us(load) > 0
        assert floor.floor_us(load, is_sealed=True) > 0


def test_a_room_of_three_layers_a_person_is_forwarded() -> None:
    figures = rooms.measure(seconds=0.4, sizes=(3,))
    assert figures["room3_forwards_per_s"] > 0
    assert figures["room3_loss"] < 1
    assert figures["room3_memory_kb"] > 0


def test_the_soak_tells_loss_and_growth() -> None:
    figures = soak.measure(seconds=0.3, forwards_per_s=2_000, subscribers=4)
    assert figures["soak_forwards_per_s"] > 0
    assert {"soak_loss", "soak_memory_growth_kb"} <= figures.keys()
