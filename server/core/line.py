"""Text in any script, one line or several; refuses control characters and direction overrides."""

from __future__ import annotations

import unicodedata

from server.core.errors import Invalid

# Joiners shape Persian, Indic scripts and emoji; the marks order mixed left-to-right text.
_ALLOWED_FORMATS = frozenset("\u200c\u200d\u200e\u200f\u061c")
_MOST_MARKS_IN_A_ROW = 6  # Hebrew, Thai and Vietnamese need up to 4


def clean_text(raw: str, *, field: str, at_least: int = 0, at_most: int) -> str:
    """`raw` as lines in NFC, single spaces, at most one empty line between two.

    Raises: Invalid naming `field`. Lengths are counted as `clean_line` does; marks of other
    languages (`<b>`) are text like any other, and whoever shows it shows them as they are.
    """
    lines: list[str] = []
    for part in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        _refuse_hidden(part.replace("\t", " "), field)
        line = " ".join(unicodedata.normalize("NFC", part).split())
        if line or (lines and lines[-1]):
            lines.append(line)
    text = "\n".join(lines).strip("\n")
    _check_length(text, field, at_least, at_most)
    return text


def clean_line(raw: str, *, field: str, at_least: int = 0, at_most: int) -> str:
    """`raw` in NFC with single spaces and no edges. Raises: Invalid naming `field`.

    Lengths count what a reader sees as letters: marks and joiners are not counted.
    """
    _refuse_hidden(raw, field)
    line = " ".join(unicodedata.normalize("NFC", raw).split())
    _check_length(line, field, at_least, at_most)
    return line


def length_of(text: str) -> int:
    """What a reader sees as letters: marks and joiners are not counted."""
    if text.isascii():
        return len(text)
    return sum(1 for char in text if not _is_attached(char))


def _check_length(text: str, field: str, at_least: int, at_most: int) -> None:
    count = length_of(text)
    if count > at_most or len(text) > at_most * 4:
        raise _no(field, f"At most {at_most} characters.")
    if at_least and not any(_is_letter(char) for char in text):
        raise _no(field, "At least one letter or digit is needed.")
    if count < at_least:
        raise _no(field, f"At least {at_least} characters.")


def _refuse_hidden(raw: str, field: str) -> None:
    if raw.isascii() and raw.isprintable():
        return  # most of all text, and a file of people has a million letters of it
    marks = 0
    for char in raw:
        category = unicodedata.category(char)
        if category in {"Cc", "Cs", "Zl", "Zp"}:
            raise _no(field, "Write it on one line, without control characters.")
        if category == "Cf" and char not in _ALLOWED_FORMATS:
            raise _no(field, "It holds an invisible character that hides or turns other text.")
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > _MOST_MARKS_IN_A_ROW:
            raise _no(field, "Too many marks on one letter.")


def _is_attached(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf"}


def _is_letter(char: str) -> bool:
    """Whether it can be read; a letter newer than Python's Unicode tables counts."""
    return unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Cn"}


def _no(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
