"""The whole API against generated requests, good and bad, on a real server."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from tests.support.processes import ROOT, ithaca

BUDGET_S = 25  # for each of the two runs
# The same requests every time, so that a failure is one of the change that is tested; another
# seed is a search for faults.
SEED = os.environ.get("ITHACA_TEST_FUZZ_SEED", "1")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
)
NEWCOMER = {
    "email": "fuzz@example.org",
    "password": "correct horse battery staple",
    "name": "Fuzz",
    "roles": ["mentor", "mentee"],
    "timeZone": "Europe/Berlin",
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("is_signed_in", [False, True], ids=["stranger", "signed in"])
async def test_no_generated_request_breaks_the_api_or_its_description(
    tmp_path: Path, is_signed_in: bool
) -> None:
    async with ithaca("serve", data_dir=tmp_path, port=0, media_port=0, log_level="error") as one:
        await one.ready()
        headers = ["-H", f"Authorization: Bearer {await _token(one.url)}"] if is_signed_in else []
        status, said = await _fuzz(one.url, tmp_path, headers)
        async with ClientSession() as session:
            assert (await session.get(f"{one.url}/readyz")).status == 200
    assert status == 0, said


async def _token(url: str) -> str:
    async with ClientSession(url, cookie_jar=CookieJar(unsafe=True)) as session:
        answer = await session.post("/api/auth/sign-up", json=NEWCOMER)
        assert answer.status == 201, await answer.text()
        return answer.cookies["at"].value


async def _fuzz(url: str, folder: Path, headers: list[str]) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{url}/api/openapi.json",
        *headers,
        f"--checks={','.join(CHECKS)}",
        "--exclude-operation-id=signOut",  # or the rest of the run would be a stranger's
        "--exclude-operation-id=unsubscribe",  # looked at, its address shows a page (RFC 8058)
        f"--max-time={BUDGET_S}",
        "--max-examples=15",
        f"--seed={SEED}",
        "--workers=1",
        "--no-color",
        "--warnings=off",
        "--generation-database=none",
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.support.fuzz_hooks",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return await process.wait(), said.decode()
