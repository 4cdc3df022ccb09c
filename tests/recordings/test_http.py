"""Who sees, plays, downloads and deletes a recording, and when it goes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.app import create_app
from server.core.settings import Settings
from server.services import SERVICES, Services
from tests.recordings.conftest import Arrive, Cast, agreed
from tests.recordings.playing import composed
from tests.support.clock import FixedClock
from tests.support.performer import Performer
from tests.support.servers import serving


@pytest.fixture
async def recording(cast: Cast, services: Services) -> str:
    """A finished one, of the host and the friend."""
    performer = Performer(services, cast.room, cast.host.peer)
    found = await agreed(cast)
    await performer.perform(1.0)
    await cast.host.ask("stop_recording")
    await composed(services.recordings)
    performer.close()
    return found


async def test_those_who_were_recorded_see_and_play_it_and_others_find_nothing(
    cast: Cast, arrive: Arrive, recording: str
) -> None:
    stranger = await arrive("Antinous")
    base = f"/api/recordings/{recording}"
    paths = [base, f"{base}/file", f"{base}/parts/1"]
    for path in paths:
        for person, status in ((cast.host, 200), (cast.friend, 200), (stranger, 404)):
            async with person.http.get(path) as answer:
                assert answer.status == status, path
    async with stranger.http.delete(base) as answer:
        assert answer.status == 404
    for person, count in ((cast.host, 1), (cast.friend, 1), (stranger, 0)):
        async with person.http.get("/api/recordings") as answer:
            assert len((await answer.json())["recordings"]) == count


async def test_any_range_of_the_file_can_be_had(cast: Cast, recording: str) -> None:
    path = f"/api/recordings/{recording}/file"
    async with cast.friend.http.get(path) as answer:
        whole = await answer.read()
    async with cast.friend.http.get(path, headers={"Range": "bytes=100-199"}) as answer:
        assert (answer.status, await answer.read()) == (206, whole[100:200])
        assert answer.content_type == "video/mp4"
    beyond = {"Range": f"bytes={len(whole)}-"}
    async with cast.friend.http.get(path, headers=beyond) as answer:
        assert answer.status == 416


async def test_whoever_was_recorded_can_delete_it_for_all(
    cast: Cast, recording: str, media_settings: Settings
) -> None:
    base = f"/api/recordings/{recording}"
    async with cast.friend.http.delete(base) as answer:
        assert answer.status == 204
    for path in (base, f"{base}/file"):
        async with cast.host.http.get(path) as answer:
            assert answer.status == 404
    assert not (media_settings.data_dir / "recordings" / recording).exists()


async def test_a_recording_that_runs_cannot_be_deleted_or_downloaded(cast: Cast) -> None:
    base = f"/api/recordings/{await agreed(cast)}"
    async with cast.host.http.delete(base) as answer:
        assert (answer.status, (await answer.json())["code"]) == (409, "still_recording")
    async with cast.host.http.get(f"{base}/parts/1") as answer:
        assert answer.status == 409
    async with cast.host.http.get(f"{base}/file") as answer:
        assert answer.status == 404


async def test_numbers_of_no_part_lead_nowhere(cast: Cast, recording: str) -> None:
    for number in ("0", "99", "-1", "..%2Findex.json"):
        async with cast.host.http.get(f"/api/recordings/{recording}/parts/{number}") as answer:
            assert answer.status == 404, number


async def test_a_recording_that_was_kept_long_enough_goes_with_its_files(
    cast: Cast, recording: str, services: Services, media_settings: Settings
) -> None:
    folder = media_settings.data_dir / "recordings" / recording
    await services.recordings.expire()
    assert folder.exists()
    later = FixedClock(datetime.now(UTC) + timedelta(days=31))
    async with serving(create_app(media_settings, clock=later)) as after:
        await after.app[SERVICES].recordings.expire()
    assert not folder.exists()
    async with cast.host.http.get("/api/recordings") as answer:
        assert (await answer.json())["recordings"] == []
