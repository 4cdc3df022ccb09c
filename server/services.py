"""Builds each service once, lowest layer first; a line may use only the lines above it."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from server.accounts.passwords import Passwords
from server.accounts.service import Accounts, Registration, Signatures, SignIns
from server.boards.service import Boarding, Goalkeeping
from server.chat.service import Chat
from server.core.clock import Clock
from server.core.db import Database
from server.core.ids import new_id
from server.core.lag import Lag
from server.core.leases import Leases
from server.core.limits import Limits
from server.core.metrics import Metrics
from server.core.outward import Outward
from server.core.redis.changes import Changes
from server.core.redis.link import RedisLink
from server.core.redis.owners import Owners
from server.core.redis.presence import LocalPresence, Presence, SharedPresence
from server.core.seal import Seal
from server.core.settings import Settings
from server.feedback.service import Below, Feedback
from server.matching import service as matching
from server.meaning.choice import skill_encoder_of
from server.meaning.skills import Skills as SkillList
from server.mentorships.post import Post
from server.mentorships.service import Agreements, Mentorships, Requests
from server.notifications.letters import Letters
from server.notifications.mail import carrier_of
from server.notifications.service import Centre, Notifications, Pushes
from server.notifications.webpush import WebPusher, subject_of
from server.operators.service import Operators
from server.profiles.service import Profiles, Skills
from server.programmes.service import Enrolment, Imports, Programmes, Rolls, Weighing
from server.progress import service as progress
from server.quality.service import Quality
from server.recordings.service import Recordings
from server.rooms.attendance import Attendance
from server.rooms.passes import Passes
from server.rooms.service import Rooms
from server.scheduling import service as scheduling
from server.signaling.homes import Homes
from server.signaling.service import Signaling


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Every service, for jobs and for the doors."""

    settings: Settings
    clock: Clock
    database: Database
    metrics: Metrics
    lag: Lag
    leases: Leases
    redis: RedisLink | None
    limits: Limits
    presence: Presence
    changes: Changes
    notices_changes: Changes
    notifications: Notifications
    pushes: Pushes
    centre: Centre
    signatures: Signatures
    sign_ins: SignIns
    registration: Registration
    accounts: Accounts
    profiles: Profiles
    members_changes: Changes
    programmes: Programmes
    weighing: Weighing
    enrolment: Enrolment
    rolls: Rolls
    imports: Imports
    requests: Requests
    mentorships: Mentorships
    agreements: Agreements
    suggestions: matching.Suggestions
    choices: matching.Choices
    runs: matching.Runs
    rounds: matching.Rounds
    learning: matching.Learning
    lessons: matching.Lessons
    rooms: Rooms
    availabilities: scheduling.Availabilities
    slots: scheduling.Slots
    bookings: scheduling.Bookings
    any_of: scheduling.AnyOf
    series: scheduling.SeriesOfBookings
    gatherings: scheduling.Gatherings
    upkeep: scheduling.Upkeep
    attendances: scheduling.Attendances
    invitations: scheduling.Invitations
    feeds: scheduling.Feeds
    answers: scheduling.Answers
    busy_sources: scheduling.BusySources
    herald: scheduling.Herald
    quality: Quality
    recordings: Recordings
    boards: Boarding
    goals: Goalkeeping
    messages_changes: Changes
    chat: Chat
    feedback: Feedback
    progress: progress.Progress
    signaling: Signaling
    operators: Operators

    async def close(self) -> None:
        """Closes what `assemble` opened."""
        if self.redis is not None:
            await self.redis.close()
        await self.database.close()


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)


def assemble(settings: Settings, clock: Clock) -> Services:  # noqa: PLR0915 - one line a service
    """All services on one database."""
    database = Database.open(settings)
    metrics = Metrics()
    leases = Leases(database, owner=new_id())
    redis = RedisLink(settings.redis_url) if settings.redis_url else None
    letters = Letters(sender=settings.mail_from, public_url=settings.effective_public_url)
    notices_changes = Changes(redis, "notices")
    pushes = Pushes(database, clock, pusher=WebPusher(Outward(), subject_of(settings)))
    notifications = Notifications(
        database,
        clock,
        letters=letters,
        carrier=carrier_of(settings),
        pushes=pushes,
        changes=notices_changes,
    )
    passwords = Passwords()
    signatures = Signatures(database, clock)
    sign_ins = SignIns(
        database,
        clock,
        passwords=passwords,
        signatures=signatures,
        notifications=notifications,
        public_url=settings.effective_public_url,
    )
    registration = Registration(
        settings,
        database,
        clock,
        passwords=passwords,
        sign_ins=sign_ins,
        notifications=notifications,
    )
    changes = Changes(redis, "people")
    accounts = Accounts(settings, database, clock, changes=changes)
    skill_list = SkillList(skill_encoder_of(settings))
    profiles = Profiles(
        clock=clock,
        database=database,
        accounts=accounts,
        skills=Skills(clock=clock, database=database, accounts=accounts, thesaurus=skill_list),
        changes=changes,
    )
    members_changes = Changes(redis, "members")
    programmes = Programmes(
        clock=clock, database=database, accounts=accounts, changes=members_changes
    )
    weighing = Weighing(clock=clock, database=database, programmes=programmes)
    enrolment = Enrolment(
        settings=settings, clock=clock, database=database, accounts=accounts, programmes=programmes
    )
    rolls = Rolls(
        settings=settings,
        clock=clock,
        database=database,
        notifications=notifications,
        accounts=accounts,
        registration=registration,
        profiles=profiles,
        programmes=programmes,
    )
    imports = Imports(
        clock=clock,
        database=database,
        accounts=accounts,
        registration=registration,
        profiles=profiles,
        programmes=programmes,
        rolls=rolls,
    )
    post = Post(accounts, notifications)
    requests = Requests(
        database=database, clock=clock, profiles=profiles, programmes=programmes, post=post
    )
    mentorships = Mentorships(database=database, clock=clock, profiles=profiles, post=post)
    agreements = Agreements(database=database, clock=clock, post=post)
    found = matching.Matching.on(
        settings=settings,
        clock=clock,
        database=database,
        accounts=accounts,
        notifications=notifications,
        profiles=profiles,
        programmes=programmes,
        weighing=weighing,
        mentorships=mentorships,
        requests=requests,
        skill_list=skill_list,
    )
    presence = SharedPresence(redis) if redis else LocalPresence()
    rooms = Rooms(
        settings=settings,
        clock=clock,
        database=database,
        accounts=accounts,
        notifications=notifications,
        passes=Passes(signatures),
        attendance=Attendance(presence),
    )
    centre = Centre(database, clock, letters=letters, changes=notices_changes)
    herald = scheduling.Herald(database, clock, accounts, notifications, centre)
    ledger = scheduling.Ledger(
        database=database,
        clock=clock,
        accounts=accounts,
        profiles=profiles,
        mentorships=mentorships,
        rooms=rooms,
        herald=herald,
    )
    desk = scheduling.Desk(ledger)
    slots, bookings = scheduling.Slots(ledger), scheduling.Bookings(desk)
    availabilities = scheduling.Availabilities(ledger)
    gatherings = scheduling.Gatherings(ledger, programmes)
    attendances = scheduling.Attendances(ledger, programmes)
    diary = scheduling.Diary(settings, notifications)
    quality = Quality(
        settings=settings,
        clock=clock,
        database=database,
        rooms=rooms,
        accounts=accounts,
        metrics=metrics,
    )
    recordings = Recordings(
        settings=settings,
        clock=clock,
        database=database,
        rooms=rooms,
        accounts=accounts,
        mentorships=mentorships,
    )
    boards = Boarding.on(settings, clock, database, accounts, mentorships, programmes, bookings)
    goals = Goalkeeping.on(
        clock, database, boards, bookings, attendances, mentorships, accounts, notifications
    )
    messages_changes = Changes(redis, "messages")
    chat = Chat(
        database=database,
        clock=clock,
        accounts=accounts,
        mentorships=mentorships,
        bookings=bookings,
        notifications=notifications,
        changes=messages_changes,
    )
    below = Below(database, clock, accounts, notifications, profiles, programmes, mentorships)
    feedback = Feedback.on(below, found.learning, found.records, bookings, attendances)
    signaling = Signaling(
        settings=settings,
        clock=clock,
        rooms=rooms,
        quality=quality,
        recordings=recordings,
        accounts=accounts,
        mentorships=mentorships,
        attendances=attendances,
        sessions=goals.sessions,
        homes=Homes(Owners(redis, settings.node_name)),
    )
    lag = Lag(metrics)
    operators = Operators(
        settings=settings,
        clock=clock,
        database=database,
        redis=redis,
        lag=lag,
        notifications=notifications,
        accounts=accounts,
        rooms=rooms,
        quality=quality,
        signaling=signaling,
    )
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        metrics=metrics,
        lag=lag,
        leases=leases,
        redis=redis,
        limits=Limits(redis),
        presence=presence,
        changes=changes,
        notices_changes=notices_changes,
        notifications=notifications,
        pushes=pushes,
        centre=centre,
        signatures=signatures,
        sign_ins=sign_ins,
        registration=registration,
        accounts=accounts,
        profiles=profiles,
        members_changes=members_changes,
        programmes=programmes,
        weighing=weighing,
        enrolment=enrolment,
        rolls=rolls,
        imports=imports,
        requests=requests,
        mentorships=mentorships,
        agreements=agreements,
        suggestions=found.suggestions,
        choices=found.choices,
        runs=found.runs,
        rounds=found.rounds,
        learning=found.learning,
        lessons=found.lessons,
        rooms=rooms,
        availabilities=availabilities,
        slots=slots,
        bookings=bookings,
        any_of=scheduling.AnyOf(desk, slots),
        series=scheduling.SeriesOfBookings(desk),
        gatherings=gatherings,
        upkeep=scheduling.Upkeep(ledger),
        attendances=attendances,
        invitations=scheduling.Invitations(ledger, notifications, diary),
        feeds=scheduling.Feeds(ledger, bookings, diary),
        answers=scheduling.Answers(ledger, bookings, gatherings, notifications, diary),
        busy_sources=scheduling.BusySources(ledger, notifications, diary, Seal(settings)),
        herald=herald,
        quality=quality,
        recordings=recordings,
        boards=boards,
        goals=goals,
        messages_changes=messages_changes,
        chat=chat,
        feedback=feedback,
        progress=progress.Progress.on(
            progress.Below(
                database=database,
                clock=clock,
                mentorships=mentorships,
                agreements=agreements,
                bookings=bookings,
                attendances=attendances,
                goals=goals.goals,
                diary=goals.diary,
                chat=chat,
                accounts=accounts,
                programmes=programmes,
                availabilities=availabilities,
                centre=centre,
                notifications=notifications,
            ),
            progress.Around(
                profiles=profiles,
                requests=requests,
                records=found.records,
                surveys=feedback.surveys,
                gatherings=feedback.gatherings,
            ),
        ),
        signaling=signaling,
        operators=operators,
    )
