"""What stands behind a person is found and painted over, on machines that can do it."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import Invite, meet
from tests.support import people
from tests.support.browsers import PASSWORD, Visitor, chromium, until, visiting
from tests.support.firefox import SIGN_UP, Firefox, click, firefox
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

CAMERA = (320, 180)
STRONG = "Object.defineProperty(navigator, 'hardwareConcurrency', { value: 8 })"

# How sharp the wall beside the person is, and how sharp the person: the mean step from a point to
# the next one, 0 to 255. Null before the first picture.
SHARPNESS = """
(selector) => {
  const video = document.querySelector(selector);
  if (!video?.videoWidth) return null;
  const canvas = document.createElement('canvas');
  const [width, height] = [canvas.width, canvas.height] = [320, 180];
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const steps = (from, to, top, bottom) => {
    let sum = 0;
    for (let y = top; y < bottom; y += 1) {
      for (let x = from; x < to; x += 1) {
        sum += Math.abs(data[(y * width + x) * 4 + 1] - data[(y * width + x + 1) * 4 + 1]);
      }
    }
    return sum / (to - from) / (bottom - top);
  };
  const wall = Math.max(steps(4, 40, 8, 172), steps(280, 316, 8, 172));
  return { wall, person: steps(120, 190, 20, 150) };
}
"""
THEIRS = "[data-testid=tile][data-self=false] video"
PREVIEW = "video"
SHARP, SOFT = 12, 5
"""The wall's squares as they are, and after a blur, an encoder and a scaler."""


@pytest.fixture(scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """Chromium whose camera sees somebody before a wall of squares."""
    footage = people.write(tmp_path_factory.mktemp("camera") / "people.mjpeg", *CAMERA)
    async with chromium(f"--use-file-for-fake-video-capture={footage}") as launched:
        yield launched


async def looks(page: Page, selector: str, wall: str) -> None:
    """Wait until the wall is "sharp" or "soft"; the person is sharp either way."""

    async def standing() -> int:
        found = await page.evaluate(SHARPNESS, selector)
        if found is None or found["person"] < SOFT:
            return 0
        return int(found["wall"] > SHARP if wall == "sharp" else found["wall"] < SOFT)

    await until(standing, 1, f"the wall in {selector} is {wall}")


async def allowed(visitor: Visitor, link: str) -> None:
    await visitor.context.add_init_script(STRONG)
    await visitor.go(link)
    await visitor.find("lobby-allow").click()


async def choose(visitor: Visitor, effect: str) -> None:
    """By the lobby's choice."""
    await visitor.find("behind").get_by_text(effect).click()


async def choose_inside(visitor: Visitor, effect: str) -> None:
    """By the menu beside the camera's button."""
    await visitor.page.get_by_role("button", name="Choose camera").press("Enter")
    await visitor.find(f"behind-{effect}").press("Enter")


async def test_others_see_the_person_and_not_the_room(invite: Invite, house: LiveServer) -> None:
    host, guest = await invite("Penelope"), await invite("Nadia")
    asked: list[str] = []
    host.page.on("request", lambda request: asked.append(request.url))
    await host.context.add_init_script(STRONG)
    await meet(host, guest)
    await looks(guest.page, THEIRS, "sharp")
    assert not [url for url in asked if url.endswith((".wasm", ".tflite"))]
    producers = await sent(host)
    host.complaints.clear()  # the page that signs up has no icon
    await choose_inside(host, "blur")
    await looks(guest.page, THEIRS, "soft")
    assert await painters(host) == 1
    assert await sent(host) == producers, "the picture was swapped, not published anew"
    assert {suffix(url) for url in asked} >= {".wasm", ".tflite"}
    assert not [url for url in asked if not url.startswith((house.url, "data:", "blob:"))]
    await choose_inside(host, "plain")
    await guest.sees(1)
    await looks(guest.page, THEIRS, "soft")
    await choose_inside(host, "none")
    await looks(guest.page, THEIRS, "sharp")
    await until(lambda: painters(host), 0, "the worker has gone")
    assert host.complaints == []


async def sent(visitor: Visitor) -> Any:
    """The streams that a page sends: their numbers change when something is published anew."""
    return await visitor.page.evaluate(
        """async () => {
          const ids = [];
          for (const connection of window.__ithaca.peerConnections()) {
            for (const report of (await connection.getStats()).values()) {
              if (report.type === 'outbound-rtp' && report.kind === 'video') ids.push(report.ssrc);
            }
          }
          return ids.sort();
        }"""
    )


def suffix(url: str) -> str:
    return Path(url).suffix


async def painters(visitor: Visitor) -> int:
    """Workers that paint; the one for encryption is another."""
    return sum([await w.evaluate("'ModuleFactory' in self") for w in visitor.page.workers])


async def test_a_choice_is_kept_and_a_camera_that_comes_back_is_blurred_at_once(
    invite: Invite,
) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await allowed(host, link)
    await looks(host.page, PREVIEW, "sharp")
    await choose(host, "Blurred")
    await looks(host.page, PREVIEW, "soft")
    await host.find("camera-toggle").click()
    await expect(host.page.get_by_text("Your camera is off")).to_be_visible()
    await host.find("camera-toggle").click()
    await looks(host.page, PREVIEW, "soft")
    await allowed(host, link)
    await expect(host.find("behind")).to_have_attribute("data-effect", "blur")
    seen: list[Any] = []
    while not seen or seen[-1] is None:
        seen.append(await host.page.evaluate(SHARPNESS, PREVIEW))
    assert seen[-1]["wall"] < SOFT, "not even the first picture shows the room"


async def test_a_weak_machine_is_told_why_it_gets_none(invite: Invite) -> None:
    host = await invite("Penelope")
    weak = "Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 })"
    await host.context.add_init_script(weak)
    await host.go(await host.open_session())
    await host.find("lobby-allow").click()
    await expect(host.find("behind").get_by_role("radio", name="Blurred")).to_be_disabled()
    await expect(host.find("behind")).to_contain_text("not strong enough")


async def test_files_that_cannot_be_had_turn_the_camera_off_and_show_nobody_the_room(
    invite: Invite,
) -> None:
    host = await invite("Penelope")
    await host.page.route("**/*.tflite", lambda route: route.abort())
    await allowed(host, await host.open_session())
    await looks(host.page, PREVIEW, "sharp")
    await choose(host, "Blurred")
    await expect(host.find("error-message")).to_contain_text("could not be changed")
    await expect(host.page.get_by_text("Your camera is off", exact=True)).to_be_visible()
    await host.find("error-message").get_by_role("button", name="Try again").click()
    await looks(host.page, PREVIEW, "sharp")


# Every look at the clock finds it a fifth of a second further on.
SLOW = """
{
  const now = performance.now.bind(performance);
  let looks = 0;
  performance.now = () => now() + 200 * (looks += 1);
}
"""


async def test_a_machine_that_cannot_keep_up_gives_it_up_and_says_so(invite: Invite) -> None:
    host = await invite("Penelope")

    async def slowly(route: Any) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=SLOW + await answer.text())

    await host.page.route("**/assets/worker-*.js", slowly)
    await allowed(host, await host.open_session())
    await choose(host, "Blurred")
    await looks(host.page, PREVIEW, "soft")
    await expect(host.page.get_by_role("alert")).to_contain_text("too much for this device")
    await expect(host.find("behind")).to_have_attribute("data-effect", "none")
    await expect(host.page.locator(PREVIEW)).to_have_count(0)


# What the page and its workers hold, in bytes; the browser tells that only to a page that is apart
# from all others.
MEMORY = """
async () => {
  const { breakdown } = await performance.measureUserAgentSpecificMemory();
  const sums = { page: 0, workers: 0 };
  for (const { bytes, attribution } of breakdown) {
    for (const { scope } of attribution) sums[scope === 'Window' ? 'page' : 'workers'] += bytes;
  }
  return sums;
}
"""
APART = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
}
A_PAINTER_BYTES = 1_000_000
"""Of its scripts alone; what its model takes beside them is not told, and goes with its worker."""


@pytest.fixture(scope="module")
async def frank_browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """One that measures its memory at once when it is asked."""
    footage = people.write(tmp_path_factory.mktemp("camera") / "people.mjpeg", *CAMERA)
    eager = "--enable-blink-features=ForceEagerMeasureMemory"
    async with chromium(f"--use-file-for-fake-video-capture={footage}", eager) as launched:
        yield launched


async def test_an_effect_that_is_taken_off_leaves_no_worker_and_none_of_its_memory(
    frank_browser: Browser, house: LiveServer
) -> None:
    async with visiting(frank_browser, house.url, "Penelope") as host:
        await host.sign_up()

        async def set_apart(route: Any) -> None:
            answer = await route.fetch()
            await route.fulfill(response=answer, headers=answer.headers | APART)

        await host.page.route("**/s/*", set_apart)
        await host.page.route("**/assets/worker-*.js", set_apart)
        await allowed(host, await host.open_session())
        assert await host.page.evaluate("crossOriginIsolated")
        await looks(host.page, PREVIEW, "sharp")
        for _ in range(2):
            await choose(host, "Blurred")
            await looks(host.page, PREVIEW, "soft")
            assert await painters(host) == 1
            assert (await host.page.evaluate(MEMORY))["workers"] > A_PAINTER_BYTES
            await choose(host, "As it is")
            await looks(host.page, PREVIEW, "sharp")
            await until(lambda: painters(host), 0, "the worker has gone")
            assert (await host.page.evaluate(MEMORY))["workers"] == 0


# What the page wants of its microphone.
WISHES = """
{
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.wishes = [];
  navigator.mediaDevices.getUserMedia = (wish) => {
    if (wish.audio) window.wishes.push(wish.audio.noiseSuppression);
    return real(wish);
  };
}
"""


async def test_noise_reduction_that_cannot_be_loaded_says_so_and_the_browser_steps_in(
    invite: Invite,
) -> None:
    host = await invite("Penelope")
    await host.context.add_init_script(WISHES)
    await host.go(await host.open_session())
    await host.find("lobby-allow").click()
    told = host.find("error-message")
    model = "**/assets/rnnoise*.wasm"
    page = "<!doctype html><title>Sign in to this hotel's network</title>"

    async def fails() -> None:
        await expect(told).to_contain_text("could not be loaded")
        await expect(host.find("voice")).to_have_attribute("data-effect", "browser")
        await expect(host.find("voice")).to_have_attribute("data-busy", "false")
        await expect(host.find("mic-toggle")).to_have_attribute("aria-pressed", "true")
        assert (await host.page.evaluate("window.wishes"))[-2:] == [False, True]

    await host.page.route(model, lambda route: route.abort())
    await host.find("voice").get_by_text("Reduced a lot", exact=True).click()
    await fails()
    await host.page.unroute(model)
    await host.page.route(model, lambda route: route.fulfill(body=page))
    await told.get_by_role("button", name="Try again").click()
    await fails()
    await host.page.unroute(model)
    await told.get_by_role("button", name="Try again").click()
    await expect(host.find("voice")).to_have_attribute("data-effect", "strong")
    await expect(host.find("voice")).to_have_attribute("data-busy", "false")
    await expect(told).to_have_count(0)
    assert (await host.page.evaluate("window.wishes"))[-1] is False


# A microphone with two sides, both of which hear a fan and nothing else.
FAN = """
{
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    if (!wish.audio) return real(wish);
    const context = new AudioContext({ sampleRate: 48000 });
    const buffer = context.createBuffer(2, 96000, 48000);
    for (const side of [0, 1]) {
      const samples = buffer.getChannelData(side);
      for (let at = 0; at < samples.length; at += 1) samples[at] = (Math.random() - 0.5) * 0.2;
    }
    const fan = new AudioBufferSourceNode(context, { buffer, loop: true });
    const out = context.createMediaStreamDestination();
    fan.connect(out);
    fan.start();
    if (wish.video) {
      const [picture] = (await real({ video: wish.video })).getTracks();
      out.stream.addTrack(picture);
    }
    return out.stream;
  };
}
"""


async def test_strong_reduction_takes_a_fan_away_on_both_sides(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Nadia")
    await host.context.add_init_script(FAN)
    await meet(host, guest)
    await guest.hears(1)

    async def loudness() -> float:
        """Energy of a second."""
        before = await guest.inbound()
        await guest.page.wait_for_timeout(1_000)
        after = await guest.inbound()
        sums = [sum(s["energy"] for s in found["streams"]) for found in (before, after)]
        return float(sums[1] - sums[0])

    loud = await loudness()

    async def is_quiet() -> int:
        return int(await loudness() < loud / 3)

    assert await is_quiet() == 0, "a fan goes on by itself"
    await host.page.get_by_role("button", name="Choose microphone").press("Enter")
    await host.find("voice-strong").press("Enter")
    await until(is_quiet, 1, "the fan is gone")


# Firefox' own fake camera is a plain colour.
SEEN = (
    """
const image = new Image();
image.src = 'data:image/jpeg;base64,%s';
await image.decode();
const canvas = document.createElement('canvas');
[canvas.width, canvas.height] = [image.width, image.height];
const context = canvas.getContext('2d');
let shift = 0;
const draw = () => { shift = (shift + 1) %% 8; context.drawImage(image, shift, 0); };
draw();
setInterval(draw, 66);
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => {
  const stream = new MediaStream();
  if (wish.audio) stream.addTrack((await real({ audio: wish.audio })).getTracks()[0]);
  if (wish.video) stream.addTrack(canvas.captureStream(15).getVideoTracks()[0]);
  return stream;
};
"""
    + STRONG
    + ";"
)


@pytest.fixture
def media_listen() -> tuple[str, ...]:
    """Every address of this host: Firefox drops candidates on loopback."""
    return ("0.0.0.0",)


@pytest.mark.needs_firefox
async def test_firefox_blurs_too(house: LiveServer, invite: Invite) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await host.enter(link)
    async with firefox() as fox:
        await fox.go(house.url)
        assert await fox.run(SIGN_UP % PASSWORD) == 201
        await fox.go(link)
        await click(fox, "knock-ask")
        await host.find("knock-admit").click()
        await fox.run(SEEN % base64.b64encode(people.jpeg(*CAMERA)).decode())
        await click(fox, "lobby-allow")
        await _blur(fox)
        await click(fox, "lobby-join")
        await looks(host.page, THEIRS, "soft")
        await host.sees(1)


async def _blur(fox: Firefox) -> None:
    """Choose it as soon as the camera is on."""
    find = "document.querySelector('[data-testid=behind] input[value=blur]')"

    async def offered() -> int:
        return int(await fox.run(f"const e = {find}; return Boolean(e) && !e.disabled;"))

    async def is_on() -> int:
        standing = "document.querySelector('[data-testid=behind]').dataset"
        return int(
            await fox.run(f"const d = {standing}; return d.effect === 'blur' && d.busy !== 'true';")
        )

    await until(offered, 1, "Firefox offers it")
    await fox.run(f"{find}.click();")
    await until(is_on, 1, "Firefox paints")
