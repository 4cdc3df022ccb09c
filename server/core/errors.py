"""The refusals a caller can meet; refuses to name our own faults (those are bugs)."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it is no error of ours: the caller is told no
    """A no, in the user's words; a domain subclasses to change `code` and `title` only."""

    code = "refused"
    status = 400
    title = "This was refused"

    def __init__(self, detail: str = "", *, fields: dict[str, str] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.fields: dict[str, str] = fields or {}


class Malformed(Refusal):
    """What arrived cannot be read at all."""

    code = "malformed"
    status = 400
    title = "This could not be read"


class Unauthenticated(Refusal):
    """Nobody is signed in, or the sign-in has ended."""

    code = "unauthenticated"
    status = 401
    title = "Please sign in"


class Expired(Unauthenticated):
    """A proof that was good and has run out: to be renewed, never to be taken for a stranger's."""

    code = "access_expired"
    title = "Your access has run out"


class Forbidden(Refusal):
    """The caller is known, and may not."""

    code = "forbidden"
    status = 403
    title = "You may not do this"


class NotFound(Refusal):
    """No such thing, or none that the caller may know of."""

    code = "not_found"
    status = 404
    title = "There is nothing here"


class MethodNotAllowed(Refusal):
    """The address exists, the verb does not."""

    code = "method_not_allowed"
    status = 405
    title = "This address cannot be used this way"


class Conflict(Refusal):
    """True when asked, but something else was there first."""

    code = "conflict"
    status = 409
    title = "This collides with something that is already there"


class TooLarge(Refusal):
    """More bytes than this door lets through."""

    code = "too_large"
    status = 413
    title = "This is too large"


class WrongType(Refusal):
    """A content type this door does not read."""

    code = "wrong_content_type"
    status = 415
    title = "This kind of content is not accepted here"


class Invalid(Refusal):
    """Readable, but a value is not acceptable; `fields` says which and why."""

    code = "invalid"
    status = 422
    title = "Please check what you entered"


class TooMany(Refusal):
    """Asked too often."""

    code = "too_many"
    status = 429
    title = "Too many tries"

    def __init__(
        self, detail: str = "", *, retry_after_s: int = 1, fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail, fields=fields)
        self.retry_after_s = retry_after_s
