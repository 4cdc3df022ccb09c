"""Everybody has a place in the composed picture, and nobody covers another."""

from __future__ import annotations

from itertools import combinations

import pytest

from server.recordings.layout import HEIGHT, WIDTH, Box, beside_screen, fitted, grid

COUNTS = [1, 2, 3, 4, 5, 9, 16, 30, 50]


@pytest.mark.parametrize("count", COUNTS)
def test_boxes_are_inside_even_and_apart(count: int) -> None:
    screen, faces = beside_screen(count)
    for boxes in (grid(count), [screen, *faces]):
        assert all(box.x >= 0 and box.x + box.width <= WIDTH for box in boxes)
        assert all(box.y >= 0 and box.y + box.height <= HEIGHT for box in boxes)
        assert all(min(box.width, box.height) > 0 for box in boxes)
        assert not any(_meet(a, b) for a, b in combinations(boxes, 2))
    assert len(grid(count)) == len(faces) == count


def test_two_people_share_the_width() -> None:
    left, right = grid(2)
    assert (left.y, left.width) == (right.y, right.width)


def test_a_screen_is_larger_than_all_faces() -> None:
    screen, faces = beside_screen(3)
    assert screen.width * screen.height > sum(face.width * face.height for face in faces)


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1, 4000), (1920, 1080)])
def test_a_picture_is_shown_whole(size: tuple[int, int]) -> None:
    box = Box(100, 50, 600, 400)
    place = fitted(*size, box)
    assert not {place.x % 2, place.y % 2, place.width % 2, place.height % 2} - {0}
    assert box.x <= place.x + 1
    assert place.x + place.width <= box.x + box.width + 1
    assert place.y + place.height <= box.y + box.height + 1


def _meet(a: Box, b: Box) -> bool:
    return (
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    )
