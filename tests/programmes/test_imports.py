"""Files of people: whole rows come in once, wrong ones are reported, nothing is half done."""

from __future__ import annotations

import asyncio
import csv
import io

import pytest

from server.accounts.model import Language, Level, Role
from server.core.csvlines import csv_line
from server.core.db import Tx
from server.core.errors import Invalid, NotFound
from server.profiles.service import Sides
from server.programmes.columns import COLUMNS
from server.programmes.model import (
    BATCH_ROWS,
    ImportOver,
    ImportRunning,
    ImportState,
    Programme,
    ProgrammeFixed,
    Standing,
    WrongState,
)
from server.programmes.service.imports import Report
from server.programmes.service.rolls import Wanted
from server.services import Services
from tests.accounts.conftest import Mailbox, token_in
from tests.programmes.conftest import MENTOR, SignUp

HEADER = "email,name,roles,languages,time_zone,goals,expertise,places\n"


def file_of(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows)).encode()


def person(number: int) -> str:
    role, goals, expertise = (
        ("mentor", "", "Sailing close to the wind") if number % 3 == 0 else ("mentee", "Sail", "")
    )
    places = "2" if role == "mentor" else ""
    return (
        f"p{number}@example.org,Person {number},{role},en:fluent,Europe/Athens,"
        f"{goals},{expertise},{places}"
    )


async def upload(
    services: Services, coordinator: str, programme: Programme, content: bytes, **how: bool
) -> str:
    one = await services.imports.upload(
        coordinator,
        programme.id,
        content,
        file_name="people.csv",
        sends_letters=how.get("sends_letters", False),
    )
    return one.id


async def imported(
    services: Services, coordinator: str, programme: Programme, content: bytes, **how: bool
) -> Report:
    """What an import that has run to its end reports."""
    one = await upload(services, coordinator, programme, content, **how)
    assert await services.imports.work()
    assert not await services.imports.work()
    return await services.imports.report(coordinator, programme.id, one)


async def test_whole_rows_come_in_with_account_place_and_profile(
    services: Services, coordinator: str, programme: Programme
) -> None:
    report = await imported(services, coordinator, programme, file_of(person(1), person(3)))
    assert report.one.state is ImportState.DONE
    assert (report.one.counts.created, report.one.counts.refused) == (2, 0)
    assert report.remarks == ()
    listed = await services.programmes.members(programme.id)
    people = await services.accounts.several(one.person for one in listed)
    mentor = next(one for one in people.values() if one.name == "Person 3")
    assert (mentor.roles, mentor.time_zone) == (MENTOR, "Europe/Athens")
    assert mentor.languages == (Language("en", Level.FLUENT),)
    assert not mentor.is_email_verified
    profile = (await services.profiles.several([mentor.id]))[mentor.id].profile
    assert profile.mentor.offer.expertise == ("Sailing close to the wind",)
    assert profile.mentor.capacity.places == 2


async def test_wrong_rows_are_reported_by_line_and_column_and_others_come_in(
    services: Services, coordinator: str, programme: Programme
) -> None:
    content = file_of(
        person(1),
        "not an address,Ana,mentee,,,,,",
        ",,,Mars,,,,",
        person(2),
        person(1),
        "x@example.org,Xi,mentee,en:good,Mars/Base,,,",
        "y@example.org,Yo, mentee, and, too, many, fields, here, really",
    )
    report = await imported(services, coordinator, programme, content)
    counts = report.one.counts
    assert (counts.read, counts.created, counts.refused) == (7, 2, 5)
    said = [(one.line, one.column) for one in report.remarks]
    assert said == [
        (3, "email"),
        (4, "email"),
        (4, "name"),
        (4, "roles"),
        (4, "languages"),
        (6, "email"),
        (7, "time_zone"),
        (8, ""),
    ]
    assert report.remarks[5].sentence == "The same address is in line 2."


async def test_the_same_file_again_changes_nothing(
    services: Services, coordinator: str, programme: Programme
) -> None:
    content = file_of(*(person(n) for n in range(10)))
    first = await imported(services, coordinator, programme, content)
    before = await services.rolls.people(coordinator, programme.id, Wanted())
    again = await imported(services, coordinator, programme, content)
    assert (first.one.counts.created, again.one.counts.created) == (10, 0)
    assert (again.one.counts.unchanged, again.remarks) == (10, ())
    assert await services.rolls.people(coordinator, programme.id, Wanted()) == before


async def test_who_has_an_account_is_asked_and_keeps_their_profile(
    services: Services, coordinator: str, programme: Programme, sign_up: SignUp
) -> None:
    ana = await sign_up()
    row = "ANA@example.org,Somebody Else,mentor,de:good,Europe/Berlin,,Piracy,9"
    report = await imported(services, coordinator, programme, file_of(row))
    assert (report.one.counts.invited, report.one.counts.created) == (1, 0)
    assert [one.is_error for one in report.remarks] == [False]
    assert await services.accounts.person(ana.id) == ana
    assert (await services.profiles.own(ana.id)).profile.updated_at is None
    seen = await services.programmes.seen(ana.id, programme.id)
    assert seen.membership is not None
    assert seen.membership.standing is Standing.INVITED


async def test_who_left_is_not_asked_again_and_who_was_removed_is(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    ana, bo = await sign_up(), await sign_up("Bo")
    for one in (ana, bo):
        await services.enrolment.join(one.id, secret)
    await services.enrolment.leave(ana.id, programme.id)
    await services.rolls.remove(coordinator, programme.id, bo.id)
    rows = [f"{one.email},{one.name},mentee,,,,," for one in (ana, bo)]
    report = await imported(services, coordinator, programme, file_of(*rows))
    assert (report.one.counts.invited, report.one.counts.unchanged) == (1, 1)
    assert "left" in report.remarks[0].sentence


async def test_letters_bring_newcomers_in_by_a_password_of_their_own(
    services: Services, coordinator: str, programme: Programme, mailbox: Mailbox
) -> None:
    await imported(services, coordinator, programme, file_of(person(1)), sends_letters=True)
    await services.notifications.deliver()
    token = token_in(await mailbox.wait("Mentes"))
    with pytest.raises(Invalid):
        await services.registration.reset(token, "short", device="a test")
    assert await services.registration.reset(token, "seven green boats", device="a test") == []
    found, _ = await services.sign_ins.sign_in(
        "p1@example.org", "seven green boats", device="a test"
    )
    assert found.is_email_verified
    with pytest.raises(Invalid):
        await services.registration.reset(token, "seven red boats", device="a test")
    roll = await services.rolls.people(coordinator, programme.id, Wanted())
    assert [one.entry.has_password for one in roll.lines] == [True]


async def test_letters_may_wait_until_the_coordinator_sends_them(
    services: Services, coordinator: str, draft: Programme, mailbox: Mailbox
) -> None:
    with pytest.raises(WrongState):
        await upload(services, coordinator, draft, file_of(person(1)), sends_letters=True)
    await imported(services, coordinator, draft, file_of(person(1), person(2)))
    await services.notifications.deliver()
    assert mailbox.all() == []


async def test_an_account_without_a_password_lets_nobody_in(
    services: Services, coordinator: str, programme: Programme
) -> None:
    await imported(services, coordinator, programme, file_of(person(1)))
    with pytest.raises(Exception, match="not right"):
        await services.sign_ins.sign_in("p1@example.org", "", device="a test")


async def test_a_worker_that_dies_leaves_whole_batches_and_the_next_goes_on(
    services: Services, coordinator: str, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = file_of(*(person(n) for n in range(2 * BATCH_ROWS + 7)))
    one = await upload(services, coordinator, programme, content)
    write, batches = services.imports._write, 0

    async def dying(*args: object) -> object:
        nonlocal batches
        batches += 1
        made = await write(*args)  # type: ignore[arg-type]
        if batches == 2:
            raise RuntimeError("the power is gone before the commit")
        return made

    monkeypatch.setattr(services.imports, "_write", dying)
    with pytest.raises(RuntimeError):
        await services.imports.work()
    halfway = await services.imports.report(coordinator, programme.id, one)
    assert (halfway.one.state, halfway.one.counts.created) == (ImportState.RUNNING, BATCH_ROWS)
    monkeypatch.undo()
    await services.imports.work()
    report = await services.imports.report(coordinator, programme.id, one)
    assert report.one.counts.created == 2 * BATCH_ROWS + 7
    assert report.remarks == ()


async def test_two_workers_on_one_file_import_it_once(
    services: Services, coordinator: str, programme: Programme
) -> None:
    content = file_of(*(person(n) for n in range(3 * BATCH_ROWS)))
    one = await upload(services, coordinator, programme, content)
    await asyncio.gather(services.imports.work(), services.imports.work())
    await services.imports.work()
    report = await services.imports.report(coordinator, programme.id, one)
    assert (report.one.state, report.one.counts.created) == (ImportState.DONE, 3 * BATCH_ROWS)
    assert report.one.counts.unchanged == 0


async def test_a_cancelled_import_stops_and_what_came_in_stays(
    services: Services, coordinator: str, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = file_of(*(person(n) for n in range(2 * BATCH_ROWS)))
    one = await upload(services, coordinator, programme, content)
    move = services.imports._import

    async def cancelled_after(*args: object) -> object:
        made = await move(*args)  # type: ignore[arg-type]
        await services.imports.cancel(coordinator, programme.id, one)
        return made

    monkeypatch.setattr(services.imports, "_import", cancelled_after)
    with pytest.raises(ImportOver):
        await services.imports.work()
    monkeypatch.undo()
    assert not await services.imports.work()
    report = await services.imports.report(coordinator, programme.id, one)
    assert (report.one.state, report.one.counts.created) == (ImportState.CANCELLED, BATCH_ROWS)
    with pytest.raises(ImportOver):
        await services.imports.cancel(coordinator, programme.id, one)


async def test_a_row_that_the_database_refuses_takes_no_other_with_it(
    services: Services, coordinator: str, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = services.profiles.fill_many

    async def choosy(tx: Tx, sides: dict[str, Sides]) -> None:
        """Breaks a rule of the database in one person's row: a second profile of theirs."""
        people = await services.accounts.several_in(tx, sides)
        twice = [one.id for one in people.values() if one.name == "Person 2"]
        await fill(tx, {person: sides[person] for person in twice})
        await fill(tx, sides)

    monkeypatch.setattr(services.profiles, "fill_many", choosy)
    content = file_of(*(person(n) for n in range(5)))
    report = await imported(services, coordinator, programme, content)
    assert (report.one.counts.created, report.one.counts.refused) == (4, 1)
    assert [(one.line, one.column) for one in report.remarks] == [(4, "")]


async def test_one_import_at_a_time_for_a_programme(
    services: Services, coordinator: str, programme: Programme
) -> None:
    await upload(services, coordinator, programme, file_of(person(1)))
    with pytest.raises(ImportRunning):
        await upload(services, coordinator, programme, file_of(person(2)))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"name,roles\nAna,mentee\n", "Missing: email"),
        (HEADER.encode(), "nobody"),
        (b"PK\x03\x04", "workbook"),
    ],
)
async def test_what_is_no_table_of_people_is_refused_at_once(
    services: Services, coordinator: str, programme: Programme, content: bytes, word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        await upload(services, coordinator, programme, content)


async def test_the_open_programme_takes_no_files(services: Services, operator: str) -> None:
    everybodys = await services.programmes.open_programme()
    with pytest.raises(ProgrammeFixed):
        await upload(services, operator, everybodys, file_of(person(1)))


async def test_another_coordinators_import_is_not_there(
    services: Services, operator: str, coordinator: str, programme: Programme
) -> None:
    theirs = await services.programmes.open(operator, "Other")
    one = await upload(services, coordinator, programme, file_of(person(1)))
    for who, where in ((operator, theirs), (operator, programme), (coordinator, theirs)):
        with pytest.raises(NotFound):
            await services.imports.report(who, where.id, one)
        with pytest.raises(NotFound):
            await services.imports.cancel(who, where.id, one)


async def test_the_report_is_a_table_in_which_nothing_is_a_formula(
    services: Services, coordinator: str, programme: Programme
) -> None:
    content = b"email,name,roles,=SUM(A1)\nx,=cmd(),mentee,\n"
    report = await imported(services, coordinator, programme, content)
    assert report.one.unknown_columns == ("=SUM(A1)",)
    pieces = await services.imports.report_file(coordinator, programme.id, report.one.id)
    text = "".join([piece async for piece in pieces])
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["line", "column", "kind", "what"]
    assert rows[1][:3] == ["2", "email", "error"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_compute_is_made_text(cell: str) -> None:
    assert next(csv.reader([csv_line(3, cell)])) == ["3", f"'{cell}"]


async def test_every_column_of_the_list_is_read(
    services: Services, coordinator: str, programme: Programme
) -> None:
    names = ",".join(one.name for one in COLUMNS)
    one = await upload(services, coordinator, programme, f"{names}\na{',' * 17}\n".encode())
    report = await services.imports.report(coordinator, programme.id, one)
    assert report.one.unknown_columns == ()
    assert len(Role) == 2


async def test_a_file_says_who_reports_to_whom(
    services: Services, coordinator: str, programme: Programme
) -> None:
    header = "email,name,roles,reports_to\n"
    rows = (
        "ann@example.org,Ann,mentee,Bob@Example.org",
        "bob@example.org,Bob,mentor,cleo@example.org",
        "cleo@example.org,Cleo,mentor,ann@example.org",  # a circle, which a file may hold
        "dan@example.org,Dan,mentor,nobody@example.org",
        "eve@example.org,Eve,mentor,no address",
    )
    one = await upload(services, coordinator, programme, (header + "\n".join(rows)).encode())
    await services.imports.work()
    report = await services.imports.report(coordinator, programme.id, one)
    assert [(r.line, r.column) for r in report.remarks] == [(6, "reports_to")]
    people = await services.programmes.members(programme.id)
    names = {
        p: c.name for p, c in (await services.accounts.people(m.person for m in people)).items()
    }
    lines = await services.programmes.reporting_lines(programme.id)
    for person in names:
        alone = {two for two in lines if person in two}
        around = {other for two in alone for other in two} - {person}
        async with services.database.read() as tx:
            assert await services.programmes.line_of(tx, programme.id, person) == around
    told = {(names[below], names[above]) for below, above in lines}
    assert told == {
        ("Ann", "Bob"),
        ("Ann", "Cleo"),
        ("Bob", "Cleo"),
        ("Bob", "Ann"),
        ("Cleo", "Ann"),
        ("Cleo", "Bob"),
    }
