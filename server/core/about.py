"""Which version this is; refuses to know more about itself."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def _version() -> str:
    try:
        return version("ithaca")
    except PackageNotFoundError:  # run from a checkout, which has the number itself
        project = Path(__file__).parents[2] / "pyproject.toml"
        number: str = tomllib.loads(project.read_text())["project"]["version"]
        return number


VERSION = _version()
