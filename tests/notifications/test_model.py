"""Addresses letters can go to, and when they are tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.core.errors import Invalid
from server.notifications.model import MOST_ATTEMPTS, Address, next_try_at

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "text", "sent", "key"),
    [
        (" Ana@Example.ORG ", "Ana@example.org", "Ana@example.org", "ana@example.org"),
        ("a.b+c@x.io", "a.b+c@x.io", "a.b+c@x.io", "a.b+c@x.io"),
        (
            "Jörg@BÜCHER.example",
            "Jörg@bücher.example",
            "Jörg@xn--bcher-kva.example",
            "jörg@xn--bcher-kva.example",
        ),
        (
            "ana@xn--bcher-kva.example",
            "ana@bücher.example",
            "ana@xn--bcher-kva.example",
            "ana@xn--bcher-kva.example",
        ),
        (
            "δοκιμή@παράδειγμα.gr",
            "δοκιμή@παράδειγμα.gr",
            "δοκιμή@xn--hxajbheg2az3al.gr",
            "δοκιμή@xn--hxajbheg2az3al.gr",
        ),
    ],
)
def test_an_address_is_shown_sent_to_and_compared_in_its_own_way(
    raw: str, text: str, sent: str, key: str
) -> None:
    address = Address.parse(raw)
    assert (address.text, address.ascii, address.key) == (text, sent, key)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "ana",
        "@example.org",
        "ana@",
        "ana@localhost",
        "ana@@example.org",
        "ana@example..org",
        "ana@exa mple.org",
        "an a@example.org",
        "ana@example.org\r\nBcc: x@y.zz",
        "ana\n@example.org",
        "ana@-example.org",
        "ana@example.org.",
        '"ana"@example.org',
        "ana@[127.0.0.1]",
        "Ana <ana@example.org>",
        ".ana@example.org",
        "ana,bob@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + ".".join(["b" * 60] * 5) + ".org",
        "ana@exa\u202emple.org",
        "an\u200ba@example.org",
    ],
)
def test_what_is_no_address_is_refused_by_field(raw: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Address.parse(raw)
    assert list(refusal.value.fields) == ["email"]


def test_waits_grow_and_end() -> None:
    waits = [next_try_at(attempts, NOW) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert waits[:3] == [NOW + timedelta(seconds=s) for s in (15, 45, 135)]
    assert waits[-2] == NOW + timedelta(hours=6)
    assert waits[-1] is None
