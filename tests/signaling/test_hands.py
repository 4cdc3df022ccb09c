"""The order of raised hands, and when one goes down by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.signaling.hands import PAUSE_S, SPEAKING_DBOV, SPOKEN_S, Hands

STEP_S = 0.25
LOUD, QUIET = SPEAKING_DBOV, SPEAKING_DBOV + 1


def _speak(hands: Hands, peer: str, from_s: float, for_s: float, level: int = LOUD) -> bool:
    """Whether the hand went down meanwhile."""
    steps = int(for_s / STEP_S) + 1
    return any([hands.heard("r", [(peer, level)], from_s + n * STEP_S) for n in range(steps)])  # noqa: C419 - all of them


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans())))
def test_hands_stand_in_the_order_in_which_they_went_up(moves: list[tuple[str, bool]]) -> None:
    hands, expected = Hands(), list[str]()
    for peer, is_up in moves:
        is_changed = (hands.put_up if is_up else hands.take_down)("r", peer)
        assert is_changed == ((peer in expected) != is_up)
        if is_changed and is_up:
            expected.append(peer)
        elif is_changed:
            expected.remove(peer)
        assert hands.of("r") == expected
        assert hands.of("another room") == []


def test_a_hand_goes_down_when_its_owner_has_spoken() -> None:
    hands = Hands()
    hands.put_up("r", "a")
    hands.put_up("r", "b")
    assert not _speak(hands, "a", 0, SPOKEN_S - STEP_S)
    assert _speak(hands, "a", SPOKEN_S, 0)
    assert hands.of("r") == ["b"]


def test_a_cough_or_a_whisper_is_no_speech() -> None:
    hands = Hands()
    hands.put_up("r", "a")
    for cough in range(10):
        assert not _speak(hands, "a", cough * (1 + PAUSE_S + STEP_S), 1)
    assert not _speak(hands, "a", 100, 3 * SPOKEN_S, QUIET)
    assert hands.of("r") == ["a"]


def test_what_was_said_before_the_hand_went_up_does_not_count() -> None:
    hands = Hands()
    _speak(hands, "a", 0, SPOKEN_S)
    hands.put_up("r", "a")
    assert not _speak(hands, "a", SPOKEN_S, SPOKEN_S - STEP_S)
