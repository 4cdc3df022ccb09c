"""Which passwords are accepted."""

from __future__ import annotations

import pytest

from server.accounts.strength import check_password
from server.core.errors import Invalid


@pytest.mark.parametrize("password", ["purple lanterns", "ὁ βίος βραχύς", "x" * 98 + "yz"])
def test_a_long_enough_password_is_accepted_whatever_it_is_made_of(password: str) -> None:
    assert check_password(password, field="password") == password


@pytest.mark.parametrize(
    "password", ["", "short", "123456789", "Password123", "qwertyuiop", "aaaaaaaaaaaaaa", "x" * 201]
)
def test_short_common_or_endless_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_password(password, field="new")
    assert list(refusal.value.fields) == ["new"]


@pytest.mark.parametrize("password", ["Ana@Example.org", "anastasia maria"])
def test_the_address_or_name_itself_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="first thing"):
        check_password(password, field="password", personal=("ana@example.org", "Anastasia Maria"))


def test_composed_and_decomposed_accents_are_the_same_password() -> None:
    composed = check_password("caf\u00e9 caf\u00e9 au lait", field="password")
    assert composed == check_password("cafe\u0301 cafe\u0301 au lait", field="password")
