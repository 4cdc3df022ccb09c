"""The base shapes of what is read and written; refuses unknown fields on the way in."""

from __future__ import annotations

from typing import Annotated, Any, dataclass_transform

import msgspec

from server.core.ids import ID_PATTERN

# max_length shuts the door `$` leaves open: Python lets it match before a last line feed.
Id = Annotated[str, msgspec.Meta(pattern=ID_PATTERN, max_length=26)]


class _Wire(msgspec.StructMeta):
    """Frozen and keyword-only for subclasses too: msgspec inherits the first, not the second."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], space: dict[str, Any], **config: Any
    ) -> Any:
        options = {"frozen": True, "kw_only": True, "rename": "camel", **config}
        return super().__new__(cls, name, bases, space, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class In(msgspec.Struct, metaclass=_Wire, frozen=True, forbid_unknown_fields=True):
    """What a caller sends."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Out(msgspec.Struct, metaclass=_Wire, frozen=True):
    """What a caller gets."""


class Nothing(In):
    """No fields at all."""


def has_nul(value: Any) -> bool:
    """Whether any text inside holds U+0000, which PostgreSQL cannot store."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(has_nul(key) or has_nul(inner) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return any(has_nul(inner) for inner in value)
    return False


def is_struct_type(kind: Any) -> bool:
    """Whether this is one Struct class."""
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
