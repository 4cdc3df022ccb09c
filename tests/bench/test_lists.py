"""The benchmark of matching runs at a small size; its figures are not judged here."""

from bench.matching.lists import lists, single


def test_lists_of_one_mentee_and_of_many_are_measured() -> None:
    figures = single(300, 2, 2)
    assert figures["top50_0k_cpu_ms"] > 0
    wall_s, cpu_s, peak_mb = lists(8, half=1, texts=1, mentors=100)
    assert min(wall_s, cpu_s, peak_mb) > 0
