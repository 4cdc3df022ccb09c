"""The ways in which a document says no, in the words of whoever edits it."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooLarge, TooMany


class NoDocument(NotFound):
    """No such document, or none that the caller may know of."""

    title = "There is no such document"


class NotJoined(Conflict):
    """Nothing is taken from who has not joined, or has been sent out since."""

    code = "not_joined"
    title = "Open the document first"


class ReadOnly(Forbidden):
    """The caller may look."""

    code = "read_only"
    title = "You can read this, but not change it"


class BadUpdate(Invalid):
    """No honest client sends this."""

    code = "bad_update"
    title = "This change could not be read"


class TooDeep(BadUpdate):
    """Things in things in things."""

    code = "too_deep"
    title = "This change nests too deeply"


class NotYours(Forbidden):
    """Under a client id of somebody else's."""

    code = "not_yours"
    title = "This change is signed as somebody else's"


class Gap(Conflict):
    """It builds on something that the server does not have: exchange state vectors."""

    code = "gap"
    title = "An earlier change is missing"


class Full(TooLarge):
    """As large as a document gets."""

    code = "full"
    title = "This document is full. Please start a new one"


class TooFast(TooMany):
    """More than hands can do."""

    code = "too_fast"
    title = "Too many changes at once"


class NotSaved(Refusal):
    """The database does not take anything at the moment."""

    code = "not_saved"
    status = 503
    title = "Changes cannot be saved at the moment"


class Elsewhere(Conflict):
    """`fields.url` is the path under which the node that has the document is reached."""

    code = "elsewhere"
    title = "This document is on another server"


class Displaced(Conflict):
    """Another node has taken the document over; it is to be opened anew."""

    code = "displaced"
    title = "This document has moved to another server"
