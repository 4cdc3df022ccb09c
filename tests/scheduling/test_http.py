"""The doors of scheduling: slots in two zones, bad input by field, fifty posts for one time."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from server.scheduling.zones import VERSION
from server.services import SERVICES
from tests.mentorships.conftest import offer
from tests.scheduling.house import HOURS, MONDAY, WEEKLY, House, either_house, house

__all__ = ["either_house", "house"]

RANGE = {"from": "2026-11-23T00:00:00Z", "to": "2026-11-24T00:00:00Z", "minutes": "60"}


async def test_a_slot_is_shown_in_both_zones_by_the_servers_rules(house: House) -> None:
    path = f"/api/hosts/{house.ids['Mentor']}/slots"
    found = await house.got("Ino", "GET", path, **RANGE)
    assert (found["hostZone"], found["viewerZone"], found["tzdata"]) == (
        "Europe/Athens",
        "America/New_York",
        VERSION,
    )
    assert found["slots"][0] == {
        "startsAt": MONDAY,
        "host": {"local": "2026-11-23T11:00", "offset": "+02:00"},
        "viewer": {"local": "2026-11-23T04:00", "offset": "-05:00"},
    }
    elsewhere = await house.got("Ino", "GET", path, **RANGE, zone="Asia/Kathmandu")
    assert elsewhere["slots"][0]["viewer"] == {"local": "2026-11-23T14:45", "offset": "+05:45"}
    any_of = await house.got("Ino", "GET", "/api/slots/any", **RANGE, mentor=house.ids["Mentor"])
    assert any_of["hosts"] == [found]
    status, _ = await house.ask("Antinous", "GET", path, **RANGE)
    assert status == 403


async def test_fifty_posts_for_one_time_make_one_booking(either_house: House) -> None:
    async def post(turn: int) -> int:
        wish = either_house.wish(key=f"attempt-{turn}")
        status, _ = await either_house.ask("Ino", "POST", "/api/bookings", wish)
        return status

    assert Counter(await asyncio.gather(*(post(turn) for turn in range(50)))) == {201: 1, 409: 49}


async def test_a_booking_goes_from_hold_to_cancellation(house: House) -> None:
    kept = {name: value for name, value in house.wish().items() if name != "key"}
    held = await house.got("Ino", "POST", "/api/holds", kept)
    assert held["expiresAt"] == "2026-11-22T12:05:00Z"
    booked = await house.booked(hold=held["id"], note="My pitch deck.")
    assert (booked["state"], booked["local"]["local"], booked["intent"]) == (
        "confirmed",
        "2026-11-23T04:00",
        "2026-11-23T11:00",
    )
    assert booked["roomOpensAt"] == "2026-11-23T08:45:00Z"
    early = await house.ask("Ino", "POST", f"/api/rooms/{booked['room']}/token")
    assert (early[0], early[1]["code"]) == (409, "room_not_open_yet")
    path = f"/api/bookings/{booked['id']}"
    to = {"version": booked["version"], "startsAt": "2026-11-23T10:00:00+00:00", "minutes": 60}
    moved = await house.got("Mentor", "POST", f"{path}/reschedule", to)
    assert (moved["isHost"], moved["sequence"], moved["note"]) == (True, 1, "My pitch deck.")
    [listed] = (await house.got("Ino", "GET", "/api/bookings"))["bookings"]
    assert listed["startsAt"] == "2026-11-23T10:00:00Z"
    assert (await house.got("Antinous", "GET", "/api/bookings"))["bookings"] == []
    end = {"version": moved["version"], "reason": "ill", "words": "A cold."}
    assert (await house.ask("Antinous", "POST", f"{path}/cancel", end))[0] == 404
    gone = await house.got("Ino", "POST", f"{path}/cancel", end)
    assert (gone["state"], gone["reason"]) == ("cancelled", "ill")
    status, answer = await house.ask("Ino", "POST", f"{path}/cancel", end)
    assert (status, answer["code"]) == (409, "wrong_state")


async def test_bad_bookings_name_their_fields(house: House) -> None:
    bad: list[tuple[dict[str, Any], int, str]] = [
        ({"startsAt": "2026-11-23T09:00:00"}, 422, "startsAt"),
        ({"startsAt": "2026-02-30T09:00:00Z"}, 422, "startsAt"),
        ({"startsAt": "yesterday"}, 422, "startsAt"),
        ({"startsAt": "2026-11-22T09:00:00Z"}, 422, "startsAt"),
        ({"startsAt": "2026-11-23T09:07:00Z"}, 422, "startsAt"),
        ({"startsAt": "2026-11-23T22:00:00Z"}, 422, "startsAt"),
        ({"startsAt": "0001-01-01T00:00:00Z"}, 422, "startsAt"),
        ({"startsAt": "9999-12-31T23:59:00Z"}, 422, "startsAt"),
        ({"minutes": 45}, 422, "minutes"),
        ({"minutes": -60}, 422, "minutes"),
        ({"note": "x" * 601}, 422, "note"),
        ({"note": "A bell \x07 rings."}, 422, "note"),
        ({"key": "short"}, 422, "key"),
        ({"whose": "ours"}, 422, "whose"),
        ({"hurry": True}, 422, "hurry"),
        ({"host": house.ids["Antinous"]}, 403, ""),
        ({"host": "0" * 26}, 404, ""),
        ({"hold": "0" * 26}, 409, ""),
    ]
    wrong = []
    for at, (change, status, field) in enumerate(bad):
        body = house.wish(key=f"bad-one-{at}") | change
        found, answer = await house.ask("Ino", "POST", "/api/bookings", body)
        fields = list(answer.get("fields") or {})
        if found != status or fields != ([field] if field else []) or not answer["detail"]:
            wrong.append((change, found, answer))
    assert wrong == []
    assert (await house.got("Ino", "GET", "/api/bookings"))["bookings"] == []


async def test_bad_hours_name_their_fields(house: House) -> None:
    def window(day: int, start: int, end: int) -> dict[str, int]:
        return {"weekday": day, "startMinute": start, "endMinute": end}

    def on(*windows: dict[str, int]) -> dict[str, Any]:
        return {"weekly": list(windows)}

    one = {"startMinute": 0, "endMinute": 90}
    late, over = (
        {"startMinute": 60, "endMinute": 120},
        {"first": "2026-12-02", "last": "2026-12-01"},
    )
    trip = {"first": "2026-12-01", "last": "2026-12-03", "zone": "Asia/Tokyo"}
    bad: list[tuple[dict[str, Any], str]] = [
        ({"zone": "Mars/Base"}, "zone"),
        (on(window(0, 540, 660), window(0, 600, 720)), "weekly.0[1]"),
        (on(window(0, 1320, 120), window(1, 60, 180)), "weekly.1[0]"),
        (on(window(6, 1320, 120), window(0, 60, 180)), "weekly.0[0]"),
        (on(window(0, 540, 540)), "weekly.0[0]"),
        (on(window(0, 1440, 60)), "weekly.0[0]"),
        (on(window(7, 0, 60)), "weekly[0].weekday"),
        (on(window(0, 0, 1441)), "weekly[0].endMinute"),
        ({"overrides": [{"date": "2026-12-01", "windows": [one, late]}]}, "overrides.2026-12-01"),
        ({"overrides": [{"date": "2026-02-30", "windows": []}]}, "overrides[0].date"),
        ({"travels": [over | {"zone": "Asia/Tokyo"}]}, "travels[0]"),
        ({"travels": [trip, trip]}, "travels"),
        ({"travels": [trip | {"zone": "Nowhere"}]}, "travels[0].zone"),
        ({"holidays": [over]}, "holidays[0]"),
        ({"durations": []}, "durations"),
        ({"durations": [5]}, "durations"),
        ({"stepMinutes": 0}, "stepMinutes"),
        ({"afterMinutes": 999}, "afterMinutes"),
        ({"horizonDays": 0}, "horizonDays"),
        ({"noticeMinutes": 100_000}, "noticeMinutes"),
        ({"daily": {"sessions": 0}}, "daily.sessions"),
    ]
    wrong = []
    for change, field in bad:
        status, answer = await house.ask(
            "Mentor", "PUT", "/api/availability", HOURS | {"version": 1} | change
        )
        if status != 422 or field not in answer["fields"]:
            wrong.append((change, status, answer))
    assert wrong == []
    assert (await house.got("Mentor", "GET", "/api/availability"))["version"] == 1


async def test_hours_are_saved_as_a_whole_and_never_over_somebody_elses(house: House) -> None:
    whole = HOURS | {
        "weekly": [{"weekday": 6, "startMinute": 1320, "endMinute": 120}],
        "overrides": [{"date": "2026-12-24", "windows": []}],
        "travels": [{"first": "2026-12-01", "last": "2026-12-03", "zone": "Asia/Tokyo"}],
        "holidays": [{"first": "2027-01-01", "last": "2027-01-06"}],
        "durations": [60, 30, 30],
        "daily": {"sessions": 3, "minutes": None},
        "version": 1,
    }
    saved = await house.got("Mentor", "PUT", "/api/availability", whole)
    assert (saved["version"], saved["durations"]) == (2, [30, 60])
    assert saved["weekly"] == whole["weekly"]
    assert await house.got("Mentor", "GET", "/api/availability") == saved
    status, answer = await house.ask("Mentor", "PUT", "/api/availability", whole)
    assert (status, answer["code"]) == (409, "changed_elsewhere")
    assert (await house.got("Mentor", "PUT", "/api/availability", saved))["version"] == 3


async def test_who_saved_nothing_starts_with_the_hours_of_the_profile(house: House) -> None:
    await offer(house.live.app[SERVICES], house.ids["Antinous"])
    found = await house.got("Antinous", "GET", "/api/availability")
    assert (found["version"], found["zone"], found["isConfirmedFirst"]) == (
        0,
        "Asia/Kathmandu",
        True,
    )
    assert found["weekly"] == [{"weekday": 0, "startMinute": 540, "endMinute": 1020}]


async def test_a_preview_shows_what_mentees_would_see(house: House) -> None:
    await house.booked()
    wider = HOURS | {"weekly": [{"weekday": 0, "startMinute": 600, "endMinute": 900}]}
    body: dict[str, Any] = {"availability": wider, **RANGE, "minutes": 60}
    found = await house.got("Mentor", "POST", "/api/availability/preview", body)
    assert [slot["host"]["local"][-5:] for slot in found["slots"]] == [
        "10:00", "12:00", "12:30", "13:00", "13:30", "14:00",
    ]  # fmt: skip
    elsewhere = await house.got(
        "Mentor", "POST", "/api/availability/preview", body | {"zone": "Asia/Kathmandu"}
    )
    assert elsewhere["slots"][0]["viewer"] == {"local": "2026-11-23T13:45", "offset": "+05:45"}
    overlapping = {"weekly": [*WEEKLY, *WEEKLY]}
    bad = body | {"availability": HOURS | overlapping}
    assert (await house.ask("Mentor", "POST", "/api/availability/preview", bad))[0] == 422


async def test_a_mentee_learns_how_their_mentor_is_booked_and_a_stranger_does_not(
    house: House,
) -> None:
    terms = f"/api/hosts/{house.ids['Mentor']}/terms"
    assert await house.got("Ino", "GET", terms) == {
        "host": house.ids["Mentor"],
        "hostZone": "Europe/Athens",
        "durations": [30, 60],
        "isConfirmedFirst": False,
        "noticeMinutes": 0,
        "horizonDays": 60,
    }
    status, _ = await house.ask("Antinous", "GET", terms)
    assert status == 403


async def test_bad_questions_for_slots_name_their_fields(house: House) -> None:
    path = f"/api/hosts/{house.ids['Mentor']}/slots"
    bad: list[tuple[dict[str, str], str]] = [
        ({"from": "2026-11-23T00:00:00"}, "from"),
        ({"to": "2026-11-22T00:00:00Z"}, "to"),
        ({"to": "2027-11-22T00:00:00Z"}, "to"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"to": "9999-12-31T23:59:59-12:00"}, "to"),
        ({"minutes": "45"}, "minutes"),
        ({"zone": "Mars/Base"}, "zone"),
    ]
    wrong = []
    for change, field in bad:
        status, answer = await house.ask("Ino", "GET", path, **RANGE | change)
        if status != 422 or list(answer["fields"]) != [field]:
            wrong.append((change, status, answer))
    assert wrong == []


async def test_fair_times_show_what_is_hard_for_whom(house: House) -> None:
    path = f"/api/hosts/{house.ids['Mentor']}/fair-times"
    found = await house.got("Ino", "GET", path, minutes=60)
    assert len(found["cells"]) == 336
    assert [one["who"] for one in found["partings"]] == ["viewer", "host", "host", "viewer"]
    first = next(turn for turn in found["turns"] if turn)
    # 15:00 in Athens is 8:00 in New York: as late as the mentor has, as early as it must be.
    assert (first["host"]["local"][-5:], first["viewer"]["local"][-5:]) == ("14:00", "07:00")


async def test_a_series_over_http_tells_what_was_missed(house: House) -> None:
    await house.booked(startsAt="2026-11-30T09:00:00Z")
    wish = house.wish(key="every-week", everyWeeks=1, count=3)
    done = await house.got("Ino", "POST", "/api/series", wish)
    assert [one["startsAt"][:10] for one in done["booked"]] == ["2026-11-23", "2026-12-07"]
    assert [(one["startsAt"][:10], one["code"]) for one in done["missed"]] == [
        ("2026-11-30", "slot_taken")
    ]
    shifted = await house.got("Ino", "POST", f"/api/series/{done['series']}/shift", {"minutes": 60})
    assert [one["local"]["local"][-5:] for one in shifted["booked"]] == ["05:00", "05:00"]


async def test_a_gathering_tells_its_seats_to_the_host_alone(house: House) -> None:
    programme = (await house.live.app[SERVICES].programmes.open_programme()).id
    body = {
        "kind": "group",
        "programme": programme,
        "title": "How to pitch",
        "startsAt": "2026-11-25T17:00:00Z",
        "minutes": 90,
        "key": "a-gathering",
        "capacity": 1,
    }
    made = await house.got("Mentor", "POST", "/api/gatherings", body)
    path = f"/api/gatherings/{made['id']}/seat"
    seated = await house.got("Ino", "PUT", path)
    waiting = await house.got("Antinous", "PUT", path)
    assert (seated["myPlace"], seated["room"]) == ("in", made["room"])
    assert (waiting["myPlace"], waiting["myTurn"], waiting["room"]) == ("waiting", 0, None)
    [listed] = (await house.got("Antinous", "GET", "/api/gatherings"))["gatherings"]
    assert (listed["taken"], listed["waiting"], listed["seats"]) == (1, 1, [])
    assert house.ids["Ino"] not in str(listed)
    seen = await house.got("Antinous", "GET", f"/api/bookings/{made['id']}")
    assert house.ids["Ino"] not in str(seen)
    await house.got("Ino", "DELETE", path)
    [mine] = (await house.got("Mentor", "GET", "/api/gatherings"))["gatherings"]
    assert [(one["person"]["name"], one["place"]) for one in mine["seats"]] == [("Antinous", "in")]


async def test_ranges_that_no_calendar_has_are_refused(house: House) -> None:
    for path in ("/api/bookings", "/api/gatherings"):
        for query in ({"from": "0001-01-01T00:00:00+14:00"}, {"to": "2000-01-01T00:00:00Z"}):
            status, answer = await house.ask("Ino", "GET", path, **query)
            assert (status, bool(answer["fields"])) == (422, True)
