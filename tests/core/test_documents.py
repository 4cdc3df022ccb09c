"""The generated documents in docs/ are those that the code makes."""

from __future__ import annotations

import pytest

from server.documents import DOCS, documents


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return documents()


@pytest.mark.parametrize("name", ["openapi.json", "asyncapi.json", "settings.md"])
def test_the_document_is_up_to_date(generated: dict[str, str], name: str) -> None:
    assert (DOCS / name).read_text() == generated[name], "run `./dev openapi`"
