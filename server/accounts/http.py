"""The HTTP doors of accounts; hold cookies and rates, and leave every decision to the services."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from aiohttp import ETag, web

from server.accounts import cookies, throttle
from server.accounts.model import (
    EmailTaken,
    LinkExpired,
    Person,
    SignedOut,
    SignUpClosed,
    WrongCredentials,
)
from server.accounts.photos import LARGEST_BYTES
from server.accounts.service import Accounts, Newcomer, Registration, Signatures
from server.accounts.service import SignIns as SignInService
from server.accounts.wire import (
    Credentials,
    Jwk,
    Jwks,
    Me,
    MeChange,
    PasswordChange,
    PhotoQuery,
    ResetConfirm,
    ResetIn,
    SignIn,
    SignIns,
    SignUp,
    VerifyIn,
)
from server.core.caller import Caller, caller_of
from server.core.devices import device_name
from server.core.errors import Invalid, NotFound, TooMany, Unauthenticated
from server.core.problems import problem_response
from server.core.sockets import SOCKETS
from server.core.web import Routes, json_response

ACCOUNTS: web.AppKey[Accounts] = web.AppKey("accounts", Accounts)
REGISTRATION: web.AppKey[Registration] = web.AppKey("registration", Registration)
SIGN_INS: web.AppKey[SignInService] = web.AppKey("sign_ins", SignInService)
SIGNATURES: web.AppKey[Signatures] = web.AppKey("signatures", Signatures)

routes = Routes()


async def identify(request: web.Request) -> Caller | None:
    """Who asks, by cookie or Bearer token; None without either. Raises: Unauthenticated."""
    token = cookies.access_token(request)
    return None if token is None else await request.app[SIGN_INS].identify(token)


@routes.post(
    "/api/auth/sign-up",
    tag="auth",
    status=201,
    caller="none",
    errors=(Invalid, EmailTaken, SignUpClosed),
    returns=Me,
    limit=throttle.SIGN_UP,
)
async def sign_up(request: web.Request, body: SignUp) -> web.Response:
    """Make an account and be signed in; a letter asks to confirm the address."""
    newcomer = Newcomer(
        email=body.email,
        password=body.password,
        name=body.name,
        roles=frozenset(body.roles),
        time_zone=body.time_zone,
        locale=body.locale,
    )
    try:
        person, granted = await request.app[REGISTRATION].sign_up(newcomer, device=_device(request))
    except EmailTaken:
        await throttle.after_taken(request, "signUp")
        raise
    await _leave_before(request)
    response = json_response(_own(request, person), 201)
    cookies.give(request, response, granted.access, granted.refresh)
    return response


@routes.post(
    "/api/auth/sign-in",
    tag="auth",
    caller="none",
    errors=(Invalid, WrongCredentials),
    returns=Me,
    limit=throttle.SIGN_IN,
)
async def sign_in(request: web.Request, body: Credentials) -> web.Response:
    """Sign in on this device."""
    await throttle.before_sign_in(request, body.email)
    person, granted = await request.app[SIGN_INS].sign_in(
        body.email, body.password, device=_device(request)
    )
    await _leave_before(request)
    response = json_response(_own(request, person))
    cookies.give(request, response, granted.access, granted.refresh)
    return response


@routes.post("/api/auth/sign-out", tag="auth", caller="none")
async def sign_out(request: web.Request) -> web.Response:
    """Sign out on this device; fine when nobody is signed in."""
    try:
        caller = await identify(request)
    except Unauthenticated:
        caller = None  # run out or ended; the refresh cookie may still say which sign-in it was
    refresh = cookies.refresh_token(request)
    await _close(request, await request.app[SIGN_INS].sign_out(caller, refresh))
    response = web.Response(status=204)
    cookies.take(request, response)
    return response


@routes.post(
    "/api/auth/refresh", tag="auth", caller="none", errors=(SignedOut,), limit=throttle.REFRESH
)
async def refresh(request: web.Request) -> web.Response:
    """Trade the refresh cookie for new cookies; 401 means that this device is signed out."""
    try:
        granted = await _refreshed(request)
    except SignedOut as refusal:
        response = problem_response(refusal)
        cookies.take(request, response)
        return response
    response = web.Response(status=204)
    cookies.give(request, response, *granted)
    return response


@routes.post(
    "/api/auth/verify",
    tag="auth",
    caller="none",
    errors=(Invalid, LinkExpired),
    limit=throttle.LINKS,
)
async def verify_email(request: web.Request, body: VerifyIn) -> None:
    """Confirm the address a letter went to."""
    await request.app[REGISTRATION].verify(body.token)


@routes.post("/api/auth/verify/resend", tag="auth", errors=(TooMany,))
async def resend_verification(request: web.Request) -> None:
    """Send another letter to confirm one's address."""
    caller = caller_of(request)
    await throttle.before_letter(request, "verify", caller.person)
    await request.app[REGISTRATION].send_verification(caller)


@routes.post(
    "/api/auth/reset",
    tag="auth",
    status=202,
    caller="none",
    errors=(Invalid,),
    limit=throttle.RESET,
)
async def ask_reset(request: web.Request, body: ResetIn) -> None:
    """Send a link for a new password, if there is such an account; the answer never tells."""
    if await throttle.may_send_reset(request, body.email):
        await request.app[REGISTRATION].ask_reset(body.email)


@routes.post(
    "/api/auth/reset/confirm",
    tag="auth",
    caller="none",
    errors=(Invalid, LinkExpired),
    limit=throttle.LINKS,
)
async def confirm_reset(request: web.Request, body: ResetConfirm) -> None:
    """Choose a new password by a mailed link; every device is signed out."""
    ended = await request.app[REGISTRATION].reset(
        body.token, body.password, device=_device(request)
    )
    await _close(request, ended)


@routes.get("/api/me", tag="me")
async def me(request: web.Request) -> Me:
    """One's own profile."""
    return _own(request, await request.app[ACCOUNTS].me(caller_of(request)))


@routes.patch("/api/me", tag="me", errors=(Invalid,))
async def change_me(request: web.Request, body: MeChange) -> Me:
    """Change what is named in one's profile."""
    return _own(request, await request.app[ACCOUNTS].edit(caller_of(request), body.change()))


@routes.put(
    "/api/me/photo",
    tag="me",
    errors=(Invalid,),
    accepts=("image/*", "application/octet-stream"),
    max_bytes=LARGEST_BYTES,
    limit=throttle.PHOTO,
)
async def put_photo(request: web.Request, body: bytes) -> Me:
    """Show a photo: any usual picture, kept as a small square without its metadata."""
    caller, said_type = caller_of(request), request.content_type
    return _own(request, await request.app[ACCOUNTS].set_photo(caller, body, said_type=said_type))


@routes.delete("/api/me/photo", tag="me")
async def delete_photo(request: web.Request) -> Me:
    """Show no photo."""
    return _own(request, await request.app[ACCOUNTS].remove_photo(caller_of(request)))


@routes.post("/api/me/password", tag="me", errors=(Invalid,), limit=throttle.PASSWORD)
async def change_password(request: web.Request, body: PasswordChange) -> None:
    """Change one's password; every other device is signed out."""
    ended = await request.app[REGISTRATION].change_password(
        caller_of(request), body.current, body.new, device=_device(request)
    )
    await _close(request, ended)


@routes.get("/api/me/sign-ins", tag="me")
async def list_sign_ins(request: web.Request) -> SignIns:
    """The devices one is signed in on."""
    caller = caller_of(request)
    every = await request.app[SIGN_INS].of(caller)
    return SignIns(sign_ins=[SignIn.of(one, current=caller.sign_in) for one in every])


@routes.delete("/api/me/sign-ins/{id}", tag="me", errors=(NotFound,))
async def end_sign_in(request: web.Request, id: str) -> None:  # noqa: A002 - the address says so
    """Sign one of one's devices out."""
    await _close(request, await request.app[SIGN_INS].end(caller_of(request), id))


@routes.get("/api/people/{id}/photo", tag="people", errors=(NotFound,), produces="image/webp")
async def show_photo(
    request: web.Request,
    id: str,  # noqa: A002 - the address says so
    query: PhotoQuery,
) -> web.Response:
    """A person's photo."""
    photo = await request.app[ACCOUNTS].photo(id)
    is_exact = bool(query.v) and photo.name.startswith(query.v)
    headers = {
        "Cache-Control": f"private, {'max-age=31536000, immutable' if is_exact else 'no-cache'}"
    }
    known = request.if_none_match or ()
    if any(tag.value in {photo.name, "*"} for tag in known):
        response = web.Response(status=304, headers=headers)
    else:
        response = web.Response(body=photo.content, content_type="image/webp", headers=headers)
    response.etag = ETag(photo.name)
    return response


@routes.get("/.well-known/jwks.json", tag="auth", caller="none", returns=Jwks)
async def published_keys(request: web.Request) -> web.Response:
    """The public keys of this server's tokens."""
    keys = await request.app[SIGNATURES].published()
    response = json_response(Jwks(keys=[msgspec.convert(key, Jwk) for key in keys]))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


async def _refreshed(request: web.Request) -> tuple[str, str]:
    """New access and refresh tokens. Raises: SignedOut."""
    token = cookies.refresh_token(request)
    if token is None:
        raise SignedOut
    result = await request.app[SIGN_INS].refresh(token, device=_device(request))
    await _close(request, result.ended)
    if result.granted is None:
        raise SignedOut("For your safety this device was signed out. Please sign in again.")
    return result.granted.access, result.granted.refresh


async def _leave_before(request: web.Request) -> None:
    """Ends what this browser was signed in as until now."""
    if before := cookies.refresh_token(request):
        await _close(request, await request.app[SIGN_INS].sign_out(None, before))


async def _close(request: web.Request, ended: Iterable[str]) -> None:
    """Closes the sockets of ended sign-ins."""
    for sign_in_id in ended:
        await request.app[SOCKETS].close_sign_in(sign_in_id)


def _own(request: web.Request, person: Person) -> Me:
    return Me.of(person, is_operator=request.app[ACCOUNTS].is_operator(person))


def _device(request: web.Request) -> str:
    return device_name(request.headers.get("User-Agent", ""))
