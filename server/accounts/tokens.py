"""Signs and reads JSON Web Tokens with EdDSA (RFC 8037); refuses every other algorithm."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import OKPAlgorithm

from server.core.errors import Expired, Unauthenticated

_ALGORITHM = "EdDSA"
LONGEST_TOKEN = 4096  # characters; ours have about 300


class KeyState(StrEnum):
    """`next` is published but does not sign yet, `retired` only reads."""

    NEXT = "next"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One Ed25519 pair; `kid` names it in every token it signs."""

    kid: str
    state: KeyState
    private: Ed25519PrivateKey = field(repr=False)
    public: Ed25519PublicKey = field(repr=False)
    created_at: datetime
    changed_at: datetime

    @staticmethod
    def load(
        kid: str, state: KeyState, raw: bytes, *, created_at: datetime, changed_at: datetime
    ) -> SigningKey:
        """The key whose private half `raw_private` gave."""
        private = Ed25519PrivateKey.from_private_bytes(raw)
        return SigningKey(kid, state, private, private.public_key(), created_at, changed_at)


def new_private() -> bytes:
    """The 32 bytes of a fresh private key."""
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.Raw, PrivateFormat.Raw, NoEncryption()
    )


def sign(key: SigningKey, claims: dict[str, Any]) -> str:
    """A compact token with the key's name in its header."""
    return jwt.encode(claims, key.private, algorithm=_ALGORITHM, headers={"kid": key.kid})


def kid_of(token: str) -> str:
    """The key a token says it was signed with. Raises: Unauthenticated."""
    if len(token) > LONGEST_TOKEN:
        raise Unauthenticated
    try:
        kid = jwt.get_unverified_header(token).get("kid")
    except jwt.InvalidTokenError:
        raise Unauthenticated from None
    if not isinstance(kid, str):
        raise Unauthenticated
    return kid


def read(key: SigningKey, token: str, *, audience: str, now: datetime) -> dict[str, Any]:
    """The claims of a token meant for `audience`. Raises: Unauthenticated, Expired."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key.public,
            algorithms=[_ALGORITHM],
            audience=audience,
            # Time is checked below against our own clock.
            options={
                "require": ["exp", "iat", "aud"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "strict_aud": True,
            },
        )
    except jwt.InvalidTokenError:
        raise Unauthenticated from None
    expires = claims["exp"]
    if isinstance(expires, bool) or not isinstance(expires, int):
        raise Unauthenticated
    if expires <= now.timestamp():
        raise Expired
    return claims


def public_jwk(key: SigningKey) -> dict[str, Any]:
    """The public half as a JSON Web Key (RFC 7517)."""
    jwk: dict[str, Any] = json.loads(OKPAlgorithm.to_jwk(key.public))
    jwk.pop("key_ops", None)
    return jwk | {"kid": key.kid, "use": "sig", "alg": _ALGORITHM}
