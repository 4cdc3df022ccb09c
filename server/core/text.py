"""Several lines of text in any script; refuses control characters and what hides other text."""

from __future__ import annotations

from server.core.line import clean_line


def clean_text(raw: str, *, field: str, at_least: int = 0, at_most: int) -> str:
    """`raw` in NFC, its lines cleaned each like `clean_line`, at most one empty line in a row.

    Lengths count what a reader sees as letters. Raises: Invalid naming `field`.
    """
    lines: list[str] = []
    for line in raw.replace("\r\n", "\n").replace("\t", " ").split("\n"):
        cleaned = clean_line(line, field=field, at_most=at_most)
        if cleaned or (lines and lines[-1]):
            lines.append(cleaned)
    text = "\n".join(lines).strip("\n")
    # One line with the same letters: the edges and the letters needed are judged there.
    clean_line(text.replace("\n", " "), field=field, at_least=at_least, at_most=at_most)
    return text
