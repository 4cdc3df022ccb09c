"""What a stranger's address may make this server ask: only what is on the open internet."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from aiohttp import ClientError, web

from server.core.outward import Address, Inward, Outward, is_outside
from tests.support.servers import serving


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_what_is_inside_is_no_address_to_ask(address: str) -> None:
    assert not is_outside(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"])
def test_the_open_internet_is_outside(address: str) -> None:
    assert is_outside(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://[::ffff:7f00:1]/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://127.1/x",
        "http://example.org/x",
        "file:///etc/passwd",
        "https:///x",
        "ftp://1.1.1.1/x",
    ],
)
def test_a_number_that_leads_inside_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(Inward):
        Outward().check(url)


async def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up() -> None:
    outward = Outward(schemes=frozenset({"http"}))
    async with outward.session() as client:
        with pytest.raises((ClientError, OSError)) as refused:
            await client.get("http://localhost:1/x")
    assert isinstance(refused.value, Inward) or isinstance(refused.value.__cause__, Inward)


async def test_what_is_judged_is_what_is_connected_to() -> None:
    judged: list[Address] = []

    def judge(address: Address) -> bool:
        judged.append(address)
        return address == ip_address("127.0.0.1")

    async def hello(_request: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/", hello)
    async with serving(app) as live:
        outward = Outward(allows=judge, schemes=frozenset({"http"}))
        url = live.url.replace("127.0.0.1", "localhost")
        outward.check(url)
        async with outward.session() as client, client.get(url) as answer:
            assert await answer.text() == "hello"
    assert ip_address("127.0.0.1") in judged
