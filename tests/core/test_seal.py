"""What is sealed can be opened by the same key, in the same place, as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from server.core.seal import NoSeal, Seal, Unsealable
from server.core.settings import Settings, SettingsError, from_environment


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def test_what_is_sealed_is_not_read_in_it_and_comes_out_again(settings: Settings) -> None:
    sealed = Seal(settings).close("ólivé tree", bound_to="here")
    assert "ólivé".encode() not in sealed
    assert sealed != Seal(settings).close("ólivé tree", bound_to="here")
    assert Seal(settings).open(sealed, bound_to="here") == "ólivé tree"


def test_nothing_is_opened_elsewhere_changed_or_by_another_key(
    settings: Settings, tmp_path: Path
) -> None:
    seal = Seal(settings)
    sealed = seal.close("olive", bound_to="here")
    with pytest.raises(Unsealable):
        seal.open(sealed, bound_to="there")
    for broken in (b"", b"\x01", sealed[:-1], sealed[:-1] + b"\0", b"\x02" + sealed[1:]):
        with pytest.raises(Unsealable):
            seal.open(broken, bound_to="here")
    with pytest.raises(Unsealable):
        Seal(replace(settings, seal_key="k" * 32)).open(sealed, bound_to="here")
    with pytest.raises(Unsealable):
        Seal(Settings(data_dir=tmp_path / "other")).open(sealed, bound_to="here")


def test_the_key_in_the_data_folder_is_for_its_owner_alone_and_lasts(settings: Settings) -> None:
    sealed = Seal(settings).close("olive", bound_to="here")
    [key] = settings.data_dir.iterdir()
    assert (key.name, key.stat().st_mode & 0o777) == ("seal.key", 0o600)
    key.write_bytes(b"short")
    with pytest.raises(NoSeal, match="damaged"):
        Seal(settings).open(sealed, bound_to="here")


def test_several_servers_need_one_key_from_their_operator(settings: Settings) -> None:
    several = replace(settings, node_name="one", redis_url="redis://localhost")
    with pytest.raises(NoSeal, match="ITHACA_SEAL_KEY"):
        Seal(several).close("olive", bound_to="here")
    given = replace(several, seal_key="k" * 32)
    sealed = Seal(given).close("olive", bound_to="here")
    assert Seal(replace(given, node_name="two")).open(sealed, bound_to="here") == "olive"
    with pytest.raises(SettingsError, match="32 signs"):
        from_environment({"ITHACA_SEAL_KEY": "short"})
