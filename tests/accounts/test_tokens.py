"""Signing and reading tokens: what is forged, stale or foreign opens nothing."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from jwt.algorithms import OKPAlgorithm

from server.accounts.tokens import (
    KeyState,
    SigningKey,
    kid_of,
    new_private,
    public_jwk,
    read,
    sign,
)
from server.core.errors import Expired, Unauthenticated

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def key(kid: str = "k1") -> SigningKey:
    return SigningKey.load(kid, KeyState.ACTIVE, new_private(), created_at=NOW, changed_at=NOW)


def claims(**changes: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    return {"sub": "p1", "aud": "access", "iat": at, "exp": at + 600} | changes


def test_a_signed_token_gives_its_claims_back() -> None:
    ours = key()
    token = sign(ours, claims())
    assert kid_of(token) == "k1"
    assert read(ours, token, audience="access", now=NOW)["sub"] == "p1"


def test_a_token_of_another_key_with_the_same_name_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        read(key(), sign(key(), claims()), audience="access", now=NOW)


def test_an_expired_token_is_refused_by_our_own_clock() -> None:
    ours = key()
    token = sign(ours, claims())
    assert read(ours, token, audience="access", now=NOW + timedelta(seconds=599))
    with pytest.raises(Expired):
        read(ours, token, audience="access", now=NOW + timedelta(seconds=600))


@pytest.mark.parametrize("audience", ["room", "", ["access", "room"], None])
def test_a_token_for_another_audience_is_refused(audience: Any) -> None:
    ours = key()
    with pytest.raises(Unauthenticated):
        read(ours, sign(ours, claims(aud=audience)), audience="access", now=NOW)


@pytest.mark.parametrize("missing", ["exp", "iat", "aud"])
def test_a_token_without_times_or_audience_is_refused(missing: str) -> None:
    ours = key()
    some = claims()
    del some[missing]
    with pytest.raises(Unauthenticated):
        read(ours, sign(ours, some), audience="access", now=NOW)


@pytest.mark.parametrize("expires", ["tomorrow", 1e300, True, [1]])
def test_a_token_with_a_strange_expiry_is_refused(expires: Any) -> None:
    ours = key()
    with pytest.raises(Unauthenticated):
        read(ours, sign(ours, claims(exp=expires)), audience="access", now=NOW)


def test_a_token_without_a_signature_is_refused() -> None:
    header, body = ({"alg": "none", "kid": "k1"}, claims())
    parts = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in (header, body)]
    token = b".".join([*parts, b""]).decode()
    with pytest.raises(Unauthenticated):
        read(key(), token, audience="access", now=NOW)


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused() -> None:
    ours = key()
    secret = json.dumps(OKPAlgorithm.to_jwk(ours.public)).encode()
    token = jwt.encode(claims(), secret, algorithm="HS256", headers={"kid": "k1"})
    with pytest.raises(Unauthenticated):
        read(ours, token, audience="access", now=NOW)


def test_a_token_with_one_changed_byte_is_refused() -> None:
    ours = key()
    header, body, signature = sign(ours, claims()).split(".")
    forged = body[:-2] + ("A" if body[-2] != "A" else "B") + body[-1]
    with pytest.raises(Unauthenticated):
        read(ours, f"{header}.{forged}.{signature}", audience="access", now=NOW)


@pytest.mark.parametrize(
    "token", ["", ".", "..", "a.b.c", "é" * 50, "x" * 5000, "\x00", "e30.e30."]
)
def test_what_is_no_token_names_no_key(token: str) -> None:
    with pytest.raises(Unauthenticated):
        kid_of(token)


def test_the_published_key_reads_our_tokens_and_holds_no_secret() -> None:
    ours = key()
    published = public_jwk(ours)
    assert "d" not in published
    assert (published["kid"], published["alg"], published["use"]) == ("k1", "EdDSA", "sig")
    theirs = jwt.PyJWK(published)
    at = int(datetime.now(UTC).timestamp())
    token = sign(ours, claims(iat=at, exp=at + 60))
    assert jwt.decode(token, theirs, algorithms=["EdDSA"], audience="access")["sub"] == "p1"
