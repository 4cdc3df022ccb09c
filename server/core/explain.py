"""Turns msgspec's complaints into sentences for people; refuses to stop at the first bad field."""

from __future__ import annotations

import re
from typing import Any, TypeVar, get_type_hints

import msgspec

from server.core.errors import Invalid
from server.core.wire import has_nul, is_struct_type

T = TypeVar("T")

_AT = re.compile(r" - at `\$\.?(?P<path>.*)`$", re.DOTALL)
_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "bytes": "bytes",
    "datetime": "a date and time",
    "null": "nothing",
}
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^Object missing required field `(?P<field>.*)`"), "This is needed."),
    (re.compile(r"^Object contains unknown field `(?P<field>.*)`"), "This field is not known."),
    (re.compile(r"^Expected `str` of length >= 1$"), "This must not be empty."),
    (re.compile(r"^Expected `(?:str|bytes)` of length >= (?P<n>\d+)"), "At least {n} characters."),
    (re.compile(r"^Expected `(?:str|bytes)` of length <= (?P<n>\d+)"), "At most {n} characters."),
    (re.compile(r"^Expected `array` of length >= (?P<n>\d+)"), "At least {n} entries."),
    (re.compile(r"^Expected `array` of length <= (?P<n>\d+)"), "At most {n} entries."),
    (re.compile(r"^Expected `(?:int|float)` >= (?P<n>\S+)"), "At least {n}."),
    (re.compile(r"^Expected `(?:int|float)` <= (?P<n>\S+)"), "At most {n}."),
    (re.compile(r"^Expected `str` matching regex"), "This does not look right."),
    (re.compile(r"^Invalid enum value"), "This is not one of the choices."),
    (re.compile(r"^Expected `datetime` with a timezone"), "Say how far from UTC this time is."),
    (re.compile(r"^Invalid RFC3339"), "A date and time like 2026-11-22T18:00:00Z is needed."),
)


def read(value: Any, kind: type[T], *, strict: bool = True) -> T:
    """`value` (plain dicts and lists) as a `kind`. Raises: Invalid, naming every bad field."""
    try:
        result = msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise invalid(value, kind, error, strict=strict) from None
    if has_nul(value):
        raise Invalid("Text must not hold the character U+0000.")
    return result


def invalid(
    value: Any, kind: Any, error: msgspec.ValidationError, *, strict: bool = True
) -> Invalid:
    """The refusal for a failed conversion, with one sentence for each field that is wrong."""
    fields = _every_field(value, kind, strict=strict) or dict([_one(str(error))])
    whole = fields.pop("", None)
    return Invalid(whole or "Some fields are not right.", fields=fields)


def _every_field(value: Any, kind: Any, *, strict: bool) -> dict[str, str]:
    if not (isinstance(value, dict) and is_struct_type(kind)):
        return {}
    found: dict[str, str] = {}
    known = set()
    hints = get_type_hints(kind, include_extras=True)
    for field in msgspec.structs.fields(kind):
        known.add(field.encode_name)
        if field.encode_name not in value:
            if field.required:
                found[field.encode_name] = "This is needed."
            continue
        try:
            msgspec.convert(value[field.encode_name], hints[field.name], strict=strict)
        except msgspec.ValidationError as error:
            path, message = _one(str(error))
            joint = "." if path and not path.startswith("[") else ""
            found[f"{field.encode_name}{joint}{path}"] = message
    if kind.__struct_config__.forbid_unknown_fields:
        found |= {str(name): "This field is not known." for name in value if name not in known}
    return found


def _one(complaint: str) -> tuple[str, str]:
    """One complaint as (path, sentence)."""
    at = _AT.search(complaint)
    path = at["path"] if at else ""
    text = complaint[: at.start()] if at else complaint
    for pattern, sentence in _RULES:
        if match := pattern.match(text):
            groups = match.groupdict()
            if field := groups.get("field"):
                path = f"{path}.{field}" if path else field
            return path, sentence.format(**groups)
    if match := re.match(r"^Expected `([^`]+)`", text):
        names = [_KINDS.get(name.strip(), name.strip()) for name in match[1].split("|")]
        return path, f"This should be {' or '.join(names)}."
    return path, text
