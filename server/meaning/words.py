"""Text as the words in it, alike however it was typed. Pure; refuses no text, splits no meaning."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u02bc`", "'"))
_IGNORED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]"
)
"""Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. Vowels of Indic scripts and of
Thai are marks, too, but carry the word: they stay."""
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e4e\u3099])+(?:\+\+|#)?")
_CLITIC = re.compile(r"(?<=\w)(?:n't|'(?:s|t|m|re|ve|ll|d))\b")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before
    being below between both but by can cannot could did do does doing don down during each few for
    from further get gets getting give go going got had has have having he help her here hers him
    his how i if in into is it its just keep let like lot make makes making many may me might more
    most much must my need needs no nor not now of off on once one only or other our out over own
    per please really same she should so some such than that the their them then there these they
    thing things this those through to too under until up upon us use using very via want wants was
    way we well were what when where which while who whom why will with within without would you
    your yours
    """.split()  # noqa: SIM905 - read as a text
)
"""English words that say nothing alone; they count little and are never shown as a reason."""


def fold(text: str) -> str:
    """Lower case, no accents, one form of each letter: what two spellings have in common."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _IGNORED.sub("", spread)).translate(_APOSTROPHES)


def words(text: str) -> list[str]:
    """The folded words in their order. `C++` and `C#` are words; `isn't` is `is`."""
    return _WORD.findall(_CLITIC.sub("", fold(text)))


def is_spaceless(word: str) -> bool:
    """Whether the script puts no spaces between words, so that this may be many of them."""
    return _SPACELESS.search(word) is not None


def neighbours(found: list[str]) -> Iterator[str]:
    """Each two words that stand together, as `public speaking`."""
    return (f"{one} {other}" for one, other in pairwise(found))
