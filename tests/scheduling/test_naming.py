"""What a session is called when nobody says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.scheduling.naming import called_after

LONG = "Κωνσταντίνος-Ιωάννης Παπαδιαμαντόπουλος von der Überseegesellschaft"
NAMES = st.lists(st.text("aü و ", min_size=1, max_size=80).map(str.strip), min_size=1, max_size=3)


def test_a_short_name_leaves_its_room_to_a_long_one() -> None:
    short = "محمد بن عبد الله الأندلسي"
    assert called_after([LONG, short], 120) == f"{LONG} · {short}"


def test_names_that_do_not_fit_end_after_a_word() -> None:
    assert called_after([LONG, LONG], 110) == " · ".join(
        ["Κωνσταντίνος-Ιωάννης Παπαδιαμαντόπουλος von der …"] * 2
    )


def test_a_word_alone_that_is_too_long_is_cut() -> None:
    assert called_after(["a" * 80, "Ino"], 40) == "a" * 32 + " … · Ino"


@given(NAMES)
def test_the_line_is_never_too_long_and_shows_every_short_name(names: list[str]) -> None:
    line = called_after(names, 60)
    assert len(line) <= 60
    assert all(name in line for name in names if len(name) <= 17)
