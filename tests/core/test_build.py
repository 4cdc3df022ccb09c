"""Building the package: dependencies from one file, and never without the web app."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("pyproject.toml", "hatch_build.py", "LICENSE", "CHANGELOG.md")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "server").mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    (folder / "README.md").write_text("# Ithaca\n")
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "server/__init__.py", folder / "server/__init__.py")
    return folder


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_wheel_without_the_web_app_is_refused(checkout: Path) -> None:
    result = build(checkout)
    assert result.returncode != 0
    assert "server/bundle/index.html is missing" in result.stdout + result.stderr


def test_a_wheel_carries_the_web_app_and_names_what_it_needs(checkout: Path) -> None:
    (checkout / "server/bundle").mkdir()
    (checkout / "server/bundle/index.html").write_text("<!doctype html>")
    result = build(checkout)
    assert result.returncode == 0, result.stderr
    (wheel,) = (checkout / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert "server/bundle/index.html" in archive.namelist()
        (name,) = (n for n in archive.namelist() if n.endswith("METADATA"))
        metadata = archive.read(name).decode()
    needed = re.findall(r"^Requires-Dist: ([\w.-]+)(?!.*extra ==)", metadata, re.MULTILINE)
    wanted = re.findall(r"^([\w-]+)", (ROOT / "requirements/run.in").read_text(), re.MULTILINE)
    assert {name.lower() for name in needed} == {name.lower() for name in (*wanted, "ithaca-media")}
