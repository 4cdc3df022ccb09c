"""What a file is, by its first bytes; refuses programs, pages with scripts, and names that lie.

The signatures are those of the formats' own specifications; what has none is text if it reads as
UTF-8. Nothing is shown by the server as a page: files are given out to be saved, pictures excepted.
"""

from __future__ import annotations

from server.core.errors import Refusal

_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = {
    "zip": "application/zip",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
}
_COMPOUND = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}
_SOUNDS = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
_TEXTS = {
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "ics": "text/calendar",
    "json": "application/json",
}
TYPES = {**_PICTURES, **_ZIPPED, **_COMPOUND, **_SOUNDS, **_TEXTS, "pdf": "application/pdf"}
"""Endings that are taken, and what such a file is called on the wire."""
SHOWN = frozenset(_PICTURES.values())
"""What a page may show in its place."""
_SAME = {"jpeg": "jpg", "jfif": "jpg", "oga": "ogg", "opus": "ogg", "text": "txt", "markdown": "md"}

_SIGNATURES: tuple[tuple[int, bytes, frozenset[str]], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", frozenset({"png"})),
    (0, b"\xff\xd8\xff", frozenset({"jpg"})),
    (0, b"GIF87a", frozenset({"gif"})),
    (0, b"GIF89a", frozenset({"gif"})),
    (8, b"WEBP", frozenset({"webp"})),
    (8, b"WAVE", frozenset({"wav"})),
    (0, b"%PDF-", frozenset({"pdf"})),
    (0, b"PK\x03\x04", frozenset(_ZIPPED)),
    (0, b"PK\x05\x06", frozenset({"zip"})),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", frozenset(_COMPOUND)),
    (0, b"ID3", frozenset({"mp3"})),
    (0, b"\xff\xfb", frozenset({"mp3"})),
    (0, b"\xff\xf3", frozenset({"mp3"})),
    (4, b"ftyp", frozenset({"m4a", "mp4"})),
    (0, b"OggS", frozenset({"ogg"})),
    (0, b"\x1aE\xdf\xa3", frozenset({"webm"})),
)


class NotTaken(Refusal):
    """A kind of file that is not taken, or one that is not what its name says."""

    code = "file_not_taken"
    status = 415
    title = "This file is not taken here"


def type_of(name: str, content: bytes) -> str:
    """The media type of a file called `name`. Raises: NotTaken."""
    if not content:
        raise NotTaken("The file is empty.")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    ending = _SAME.get(ending, ending)
    if ending not in TYPES:
        raise NotTaken("Pictures, documents, sheets, slides, text, sound and video can be sent.")
    if ending not in _endings_of(content):
        raise NotTaken(f"This is not what its name says: .{ending}.")
    return TYPES[ending]


def _endings_of(content: bytes) -> frozenset[str]:
    """What files with these bytes may be called."""
    for at, signature, endings in _SIGNATURES:
        if content[at : at + len(signature)] == signature:
            return endings
    if b"\0" in content:
        return frozenset()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return frozenset()
    return frozenset(_TEXTS)
