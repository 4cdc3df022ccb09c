"""Build hooks: dependencies come from requirements/run.in; no wheel without the web bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

BUNDLE = "server/bundle/index.html"
MEDIA = "ithaca-media"  # the packet forwarder, a wheel of its own built from media/


class Dependencies(MetadataHookInterface):
    """Reads what is needed at run time from the file that the lock is made from."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Fills `dependencies`."""
        lines = (Path(self.root) / "requirements/run.in").read_text().splitlines()
        wanted = [line.split("#")[0].strip() for line in lines]
        metadata["dependencies"] = [*filter(None, wanted), MEDIA]


class Bundle(BuildHookInterface[Any]):
    """Refuses a wheel or sdist that would serve no pages."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Looks for the bundle; an editable install works without it."""
        if version != "editable" and not (Path(self.root) / BUNDLE).is_file():
            raise FileNotFoundError(f"{BUNDLE} is missing: run `./dev build` first")
