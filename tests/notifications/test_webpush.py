"""Web push against the RFC's own example, a browser's own keys, and a push service that answers."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from server.core.errors import Conflict, Invalid, NotFound
from server.core.outward import Outward
from server.notifications.model import MOST_DEVICES, Kind, Notice, Subscription
from server.notifications.service import Pushes
from server.notifications.service.telling import Pushed
from server.notifications.webpush import VapidKey, WebPusher, encrypt
from server.services import Services
from tests.notifications.conftest import Arrive, Browser, b64
from tests.notifications.pushing import HTTP, SUBJECT, PushService, push_service
from tests.support.clock import NOON, FixedClock


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_rfc_8291_comes_out_byte_by_byte() -> None:
    number = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    subscription = Subscription(
        id="0" * 26,
        person="1" * 26,
        endpoint="https://push.example.net/x",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIA"
        "iw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
        device="",
        created_at=NOON,
    )
    text = b"When I grow up, I want to be a watermelon"
    ours = ec.derive_private_key(number, ec.SECP256R1())
    sealed = encrypt(text, subscription, ours, raw("DGv6ra1nlYgDCS1FRnbzlw"))
    assert b64(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
        "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexS"
        "gSxsj_Qulcy4a-fN"
    )


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as found:
        yield found


@pytest.fixture
def pushes(services: Services, clock: FixedClock) -> Pushes:
    """That may reach this machine, as a server in earnest may not."""
    outward = Outward(allows=lambda _: True, schemes=HTTP)
    return Pushes(services.database, clock, pusher=WebPusher(outward, SUBJECT), schemes=HTTP)


async def tell(services: Services, pushes: Pushes, person: str) -> None:
    notice = Notice("n" * 26, person, Kind.MENTOR_ASKED, {}, "/mentorships", NOON, "en", "UTC")
    async with services.database.write() as tx:
        await pushes.add(tx, [Pushed(notice, "Noam would like you as a mentor", NOON, None)])


async def test_a_push_reaches_the_browser_and_only_it_can_read_it(
    services: Services, pushes: Pushes, service: PushService, arrive: Arrive
) -> None:
    person, browser = (await arrive("Ana")).id, Browser()
    await pushes.subscribe(person, f"{service.url}/one", browser.keys, "Firefox on Android")
    await tell(services, pushes, person)
    assert await pushes.deliver() == 1
    [body], [headers] = service.bodies, service.headers
    assert browser.read(body) == {
        "id": "n" * 26,
        "title": "Noam would like you as a mentor",
        "path": "/mentorships",
    }
    assert b"Noam" not in body
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["TTL"] == "86400"
    scheme, token, key = headers["Authorization"].replace(",", "").split()
    assert (scheme, key) == ("vapid", f"k={await pushes.public_key()}")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(key[2:]))
    claims = jwt.decode(
        token.removeprefix("t="),
        public,
        algorithms=["ES256"],
        audience=service.url,
        options={"verify_exp": False},
    )
    assert claims["sub"] == SUBJECT
    assert await pushes.deliver() == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_a_subscription_that_has_ended_is_forgotten(
    services: Services, pushes: Pushes, service: PushService, arrive: Arrive, status: int
) -> None:
    person = (await arrive("Ana")).id
    await pushes.subscribe(person, f"{service.url}/one", Browser().keys, "")
    await tell(services, pushes, person)
    service.answers = [status]
    assert await pushes.deliver() == 0
    assert await pushes.of_person(person) == []


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_service_that_is_busy_is_asked_again_later(
    services: Services,
    pushes: Pushes,
    service: PushService,
    arrive: Arrive,
    clock: FixedClock,
    status: int,
) -> None:
    person = (await arrive("Ana")).id
    await pushes.subscribe(person, f"{service.url}/one", Browser().keys, "")
    await tell(services, pushes, person)
    service.answers = [status]
    assert await pushes.deliver() == 0
    assert await pushes.deliver() == 0
    clock.forward(seconds=15)
    assert await pushes.deliver() == 1
    assert len(service.bodies) == 2


@pytest.mark.parametrize("status", [302, 400, 413])
async def test_a_refusal_is_taken_at_its_word_and_no_redirect_is_followed(
    services: Services, pushes: Pushes, service: PushService, arrive: Arrive, status: int
) -> None:
    person = (await arrive("Ana")).id
    await pushes.subscribe(person, f"{service.url}/one", Browser().keys, "")
    await tell(services, pushes, person)
    service.answers = [status]
    assert await pushes.deliver() == 0
    assert await pushes.deliver() == 0
    assert len(service.bodies) == 1
    assert len(await pushes.of_person(person)) == 1


async def test_what_nobody_took_within_a_day_is_not_told_any_more(
    services: Services, pushes: Pushes, service: PushService, arrive: Arrive, clock: FixedClock
) -> None:
    person = (await arrive("Ana")).id
    await pushes.subscribe(person, f"{service.url}/one", Browser().keys, "")
    await tell(services, pushes, person)
    clock.forward(hours=25)
    assert await pushes.deliver() == 0
    assert service.bodies == []


async def test_an_address_that_leads_inside_is_never_asked(
    services: Services, service: PushService, arrive: Arrive, clock: FixedClock
) -> None:
    outward = Outward(schemes=HTTP)
    pushes = Pushes(services.database, clock, pusher=WebPusher(outward, SUBJECT), schemes=HTTP)
    person = (await arrive("Ana")).id
    for name in ("127.0.0.1", "localhost"):
        url = service.url.replace("127.0.0.1", name)
        await pushes.subscribe(person, f"{url}/one", Browser().keys, "")
        await tell(services, pushes, person)
        assert await pushes.deliver() == 0
        assert await pushes.of_person(person) == []
    assert service.bodies == []


async def test_a_browser_belongs_to_who_used_it_last(
    pushes: Pushes, service: PushService, arrive: Arrive
) -> None:
    ana, noam = (await arrive("Ana")).id, (await arrive("Noam")).id
    keys = Browser().keys
    await pushes.subscribe(ana, f"{service.url}/one", keys, "")
    await pushes.subscribe(noam, f"{service.url}/one", keys, "")
    assert await pushes.of_person(ana) == []
    [one] = await pushes.of_person(noam)
    with pytest.raises(NotFound):
        await pushes.unsubscribe(ana, one.id)
    await pushes.unsubscribe(noam, one.id)
    assert await pushes.of_person(noam) == []


async def test_there_is_an_end_to_devices(
    pushes: Pushes, service: PushService, arrive: Arrive
) -> None:
    person, keys = (await arrive("Ana")).id, Browser().keys
    for n in range(MOST_DEVICES):
        await pushes.subscribe(person, f"{service.url}/{n}", keys, "")
    with pytest.raises(Conflict):
        await pushes.subscribe(person, f"{service.url}/more", keys, "")
    await pushes.subscribe(person, f"{service.url}/3", keys, "")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"endpoint": "ftp://x.example/1"}, "endpoint"),
        ({"endpoint": "http://user:secret@x.example/1"}, "endpoint"),
        ({"endpoint": "http://x.example/" + "1" * 1000}, "endpoint"),
        ({"p256dh": "AAAA"}, "p256dh"),
        ({"p256dh": "§"}, "p256dh"),
        ({"auth": "AAAA"}, "auth"),
    ],
)
async def test_what_no_browser_would_send_is_refused(
    pushes: Pushes, arrive: Arrive, changes: dict[str, str], name: str
) -> None:
    p256dh, auth = Browser().keys
    sent = {"endpoint": "http://x.example/1", "p256dh": p256dh, "auth": auth} | changes
    person = (await arrive("Ana")).id
    with pytest.raises(Invalid) as refusal:
        await pushes.subscribe(person, sent["endpoint"], (sent["p256dh"], sent["auth"]), "")
    assert list(refusal.value.fields) == [name]


async def test_the_key_is_made_once_and_stays(
    services: Services, pushes: Pushes, clock: FixedClock
) -> None:
    key = await pushes.public_key()
    clock.forward(days=400)
    assert await services.pushes.public_key() == key
    assert VapidKey.load(VapidKey.fresh()).public != key


def test_a_token_is_for_one_service_and_some_hours() -> None:
    key = VapidKey.load(VapidKey.fresh())
    token = key.token("https://push.example.net:8443/x/y", SUBJECT, NOON)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["aud"] == "https://push.example.net:8443"
    assert claims["exp"] == int((NOON + timedelta(hours=12)).timestamp())


def test_the_browser_of_these_tests_reads_by_itself() -> None:
    """Its own way through the RFC, so that a fault of ours would not cancel itself out."""
    browser, ours = Browser(), ec.generate_private_key(ec.SECP256R1())
    p256dh, auth = browser.keys
    subscription = Subscription("s", "p", "https://x.example", p256dh, auth, "", NOON)
    sealed = encrypt(b'{"a": 1}', subscription, ours, b"0" * 16)
    assert browser.read(sealed) == {"a": 1}
