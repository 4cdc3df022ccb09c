"""What is said and shown with everybody's consent becomes one file, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.app import create_app
from server.core.settings import Settings
from server.recordings import files
from server.recordings.model import State
from server.services import SERVICES, Services
from tests.recordings.conftest import Cast, agreed, state_of
from tests.recordings.playing import beeps, composed, flashes
from tests.support.clock import FixedClock
from tests.support.performer import Performer
from tests.support.processes import ROOT
from tests.support.servers import serving

IN_SYNC_S = 0.04


def _folder(settings: Settings, recording: str) -> Path:
    return settings.data_dir / "recordings" / recording


async def test_a_session_becomes_one_file_in_which_sound_and_picture_fit(
    cast: Cast, services: Services, media_settings: Settings
) -> None:
    performers = [Performer(services, cast.room, one.peer) for one in (cast.host, cast.friend)]
    recording = await agreed(cast)
    await asyncio.gather(*(one.perform(4.0) for one in performers))
    await cast.friend.ask("stop_recording")
    assert (await state_of(cast.host, "ended"))["reason"] == "stopped"
    await composed(services.recordings)
    path = _folder(media_settings, recording) / "session.mp4"
    seen, heard = flashes(path), beeps(path)
    assert len(seen) == len(heard) == 4
    assert all(abs(light - sound) < IN_SYNC_S for light, sound in zip(seen, heard, strict=True))
    for one in performers:
        one.close()


async def test_what_happens_while_a_newcomer_is_asked_is_in_no_file(
    cast: Cast, services: Services, media_settings: Settings
) -> None:
    performer = Performer(services, cast.room, cast.host.peer)
    recording = await agreed(cast)
    await performer.perform(2.0)
    joined = await cast.admit(cast.guest)
    assert joined["recording"]["state"] == "paused"
    assert services.rooms.sfu.counts()["taps"] == 0
    await performer.perform(2.0)
    order = {"recordingId": recording, "isAgreed": True}
    await cast.guest.ask("answer_recording", order)
    await state_of(cast.host, "recording")
    await performer.perform(2.0)
    await cast.guest.ask("stop_recording")
    await composed(services.recordings)
    index = files.read_index(media_settings.data_dir / "recordings", recording)
    [(paused_ms, resumed_ms)] = index.pauses
    assert all(
        one.ends_ms <= paused_ms or one.starts_ms >= resumed_ms - 200 for one in index.streams
    )
    path = _folder(media_settings, recording) / "session.mp4"
    assert len(beeps(path)) == 4
    performer.close()


async def test_a_camera_that_is_turned_off_leaves_the_voice(
    cast: Cast, services: Services, media_settings: Settings
) -> None:
    performer = Performer(services, cast.room, cast.host.peer)
    recording = await agreed(cast)
    await performer.perform(1.0)
    performer.camera.close()
    services.recordings.live.look(cast.room)
    await performer.perform(1.0)
    performer.microphone.close()
    await cast.host.ask("stop_recording")
    await composed(services.recordings)
    index = files.read_index(media_settings.data_dir / "recordings", recording)
    ends = {one.source: one.ends_ms for one in index.streams}
    assert ends["microphone"] > ends["camera"] + 800
    assert len(beeps(_folder(media_settings, recording) / "session.mp4")) == 2


async def test_a_disk_that_refuses_ends_the_recording_tells_all_and_keeps_what_was(
    cast: Cast, services: Services, media_settings: Settings
) -> None:
    first = Performer(services, cast.room, cast.host.peer)
    recording = await agreed(cast)
    await first.perform(1.5)
    (_folder(media_settings, recording) / "0003.mkv").write_bytes(b"in the way")
    second = Performer(services, cast.room, cast.friend.peer)
    services.recordings.live.look(cast.room)
    await second.perform(1.5)
    for person in (cast.host, cast.friend):
        assert (await state_of(person, "ended"))["reason"] == "disk"
    await composed(services.recordings)
    assert len(flashes(_folder(media_settings, recording) / "session.mp4")) >= 1
    [shown] = await services.recordings.of_person(await _id_of(cast))
    assert shown.recording.state is State.READY
    for one in (first, second):
        one.close()


async def test_a_killed_server_loses_no_more_than_a_second_and_a_job_finishes_the_rest(
    tmp_path: Path, media_settings: Settings, cast: Cast, services: Services
) -> None:
    person = await _id_of(cast)
    node = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.recorded_node",
        str(tmp_path),
        str(media_settings.database_url),
        cast.room,
        person,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert node.stdout is not None
    async with asyncio.timeout(60):
        recording = (await node.stdout.readline()).decode().strip()
        assert (await node.stdout.readline()).strip() == b"played"
    node.kill()
    await node.wait()
    later = FixedClock(datetime.now(UTC) + timedelta(minutes=1))
    async with serving(create_app(media_settings, clock=later)) as after:
        recordings = after.app[SERVICES].recordings
        assert await recordings.compose_next()
        [shown] = await recordings.of_person(person)
        assert (shown.recording.id, shown.recording.state) == (recording, State.READY)
    path = _folder(media_settings, recording) / "session.mp4"
    assert len(beeps(path)) >= 3
    assert len(flashes(path)) >= 3


async def _id_of(cast: Cast) -> str:
    async with cast.host.http.get("/api/me") as answer:
        person: str = (await answer.json())["id"]
        return person
