"""What a file is: by its bytes, whatever it is called."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.chat.kinds import TYPES, NotTaken, type_of
from server.chat.model import clean_name
from tests.support.pictures import picture

PDF = b"%PDF-1.7\n"
ZIP = b"PK\x03\x04" + bytes(30)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Sails.PNG", picture("PNG", (3, 3)), "image/png"),
        ("face.jpeg", picture("JPEG", (3, 3)), "image/jpeg"),
        ("cv.pdf", PDF, "application/pdf"),
        ("plan.docx", ZIP, TYPES["docx"]),
        ("old.doc", OLD_OFFICE, "application/msword"),
        ("خطة.txt", "شراع".encode(), "text/plain"),
        ("talk.mp3", b"ID3" + bytes(9), "audio/mpeg"),
        ("crew.csv", b"name;ship\nTelemachus;none", "text/csv"),
    ],
)
def test_what_people_send_is_known_by_its_bytes(name: str, content: bytes, kind: str) -> None:
    assert type_of(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("holiday.png", b"MZ\x90\x00" + bytes(60)),
        ("cv.pdf", b"<html><script>alert(1)</script></html>"),
        ("notes.txt", ZIP),
        ("picture.jpg", picture("PNG", (3, 3))),
        ("talk.mp3", b"just words"),
    ],
)
def test_a_file_that_lies_about_itself_is_told_so(name: str, content: bytes) -> None:
    with pytest.raises(NotTaken, match="not what its name says"):
        type_of(name, content)


@pytest.mark.parametrize("name", ["page.html", "logo.svg", "run.exe", "run.sh", "macro.docm", "x"])
def test_what_could_run_is_not_taken(name: str) -> None:
    with pytest.raises(NotTaken, match="can be sent"):
        type_of(name, b"#!/bin/sh")


def test_an_empty_file_is_none() -> None:
    with pytest.raises(NotTaken, match="empty"):
        type_of("empty.txt", b"")


@given(st.binary(max_size=64), st.sampled_from(sorted(TYPES)))
def test_no_bytes_confuse_it(content: bytes, ending: str) -> None:
    with suppress(NotTaken):
        assert type_of(f"x.{ending}", content) == TYPES[ending]


def test_a_name_has_no_path_and_no_tricks() -> None:
    assert clean_name("../../etc/passwd.txt") == "passwd.txt"
    assert clean_name("C:\\Users\\me\\cv.pdf") == "cv.pdf"
    assert clean_name("<script>alert(1)</script>.txt") == "script>.txt"
    assert clean_name("...") == "file"
