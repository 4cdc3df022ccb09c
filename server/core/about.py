"""Which version this is; refuses to know more about itself."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("ithaca")
except PackageNotFoundError:  # run from a checkout that was never installed
    VERSION = "0+unknown"
