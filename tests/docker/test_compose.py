"""The operator's files agree with each other, with the settings and with the real turnserver."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from server.core.settings import MOST_WORKERS, Settings, from_environment
from tests.support.coturn import allocate, coturn
from tests.support.programs import program

DOCKER = Path(__file__).parents[2] / "docker"
ROOT = DOCKER.parent
SECRET = "a secret for this test"


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    lines = (DOCKER / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def compose(example: dict[str, str]) -> Any:
    """The compose file with the example's values put in, as compose does it."""

    def value(match: re.Match[str]) -> str:
        return example[match["name"]]

    text = (DOCKER / "compose.yml").read_text()
    return yaml.safe_load(re.sub(r"\$\{(?P<name>\w+)(?::[-?][^}]*)?\}", value, text))


@pytest.fixture(scope="module")
def settings(compose: Any) -> Settings:
    given = compose["services"]["app"]["environment"]
    return from_environment(_image_environment() | {k: v or "" for k, v in given.items()})


def _dockerfile() -> str:
    return (DOCKER / "server.Dockerfile").read_text()


def _image_environment() -> dict[str, str]:
    return dict(re.findall(r"(ITHACA_\w+)=(\S+)", _dockerfile()))


def test_the_settings_in_it_are_accepted(settings: Settings) -> None:
    assert settings.public_url == "https://mentors.example.org"
    assert settings.is_verified_email_required
    assert settings.redis_url
    assert settings.turn_secret


def _media_ports(settings: Settings) -> str:
    return f"{settings.media_port}-{settings.media_port + MOST_WORKERS - 1}"


def test_only_the_media_ports_of_the_app_are_open_to_the_world(
    compose: Any, settings: Settings
) -> None:
    ports = _media_ports(settings)
    assert compose["services"]["app"]["ports"] == [
        f"{ports}:{ports}/{protocol}" for protocol in ("udp", "tcp")
    ]
    for name in ("postgres", "redis", "migrate"):
        assert "ports" not in compose["services"][name]


def test_the_image_says_which_ports_it_uses(settings: Settings) -> None:
    media = _media_ports(settings)
    assert f"EXPOSE {settings.port}/tcp {media}/udp {media}/tcp" in _dockerfile()


def test_what_is_waited_for_exists_and_can_be_healthy(compose: Any) -> None:
    services = compose["services"]
    for service in services.values():
        for name, wish in service.get("depends_on", {}).items():
            is_healthy = "healthcheck" in services[name] or name == "app"
            assert is_healthy or wish["condition"] == "service_completed_successfully"


def test_every_mounted_file_exists(compose: Any) -> None:
    mounts = [v for s in compose["services"].values() for v in s.get("volumes", [])]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith(".")]
    assert files
    for name in files:
        assert (DOCKER / name).is_file()


def test_the_proxys_network_is_the_trusted_one(compose: Any, settings: Settings) -> None:
    subnets = [c["subnet"] for c in compose["networks"]["outside"]["ipam"]["config"]]
    assert list(settings.trusted_proxies) == subnets
    assert compose["services"]["caddy"]["networks"] == ["outside"]


def test_the_proxy_reaches_the_app_where_it_listens(compose: Any, settings: Settings) -> None:
    caddyfile = (DOCKER / "Caddyfile").read_text()
    host, port = re.findall(r"reverse_proxy (\w+):(\d+)", caddyfile)[0]
    assert host in compose["services"]
    assert int(port) == settings.port
    assert settings.host == "0.0.0.0"
    assert caddyfile.count("{") == caddyfile.count("}")


def test_router_relay_and_proxy_agree_on_port_443(compose: Any, settings: Settings) -> None:
    router, caddyfile = (DOCKER / "haproxy.cfg").read_text(), (DOCKER / "Caddyfile").read_text()
    services = compose["services"]
    turn, web = re.findall(r"server \w+ 127\.0\.0\.1:(\d+)", router)
    assert f"tls-listening-port={turn}\n" in (DOCKER / "coturn.conf").read_text()
    assert services["coturn"]["network_mode"] == services["router"]["network_mode"] == "host"
    assert f"127.0.0.1:{web}:443" in services["caddy"]["ports"]
    assert "443:443" not in services["caddy"]["ports"]
    names = {services[one]["environment"]["TURN_DOMAIN"] for one in ("caddy", "coturn", "router")}
    assert len(names) == 1
    assert "{$TURN_DOMAIN} {" in caddyfile
    assert f"allow {settings.trusted_proxies[0]}" in caddyfile


def test_the_relay_finds_the_certificates_where_the_proxy_keeps_them(compose: Any) -> None:
    volumes = {
        name: dict(v.split(":")[:2] for v in compose["services"][name]["volumes"])
        for name in ("caddy", "coturn")
    }
    assert volumes["caddy"]["caddy"] == "/data"  # Caddy keeps them in /data/caddy/certificates
    script = (DOCKER / "coturn.sh").read_text()
    assert f"CADDY_DATA:-{volumes['coturn']['caddy']}/caddy}}" in script
    assert compose["services"]["coturn"]["tmpfs"] == ["/run/turn"]


def test_the_proxy_keeps_the_metrics_inside() -> None:
    caddyfile = (DOCKER / "Caddyfile").read_text()
    assert re.search(r"@inside path .*/metrics", caddyfile)
    assert "respond @inside 404" in caddyfile


def test_everything_the_image_copies_exists_and_is_not_ignored() -> None:
    copies = re.findall(r"^COPY (?!--from)(.+)$", _dockerfile(), re.MULTILINE)
    ignore = (DOCKER / "server.Dockerfile.dockerignore").read_text().splitlines()
    kept = [line.removeprefix("!") for line in ignore if line.startswith("!")]
    assert copies
    for copy in copies:
        for source in copy.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert any(source == one or source.startswith(f"{one}/") for one in kept), source


def test_every_stage_that_is_copied_from_exists() -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\w+)", _dockerfile(), re.MULTILINE))
    assert set(re.findall(r"--from=(\w+)", _dockerfile())) <= stages


def test_the_image_does_not_run_as_root() -> None:
    assert re.search(r"^USER ithaca$", _dockerfile(), re.MULTILINE)


def test_no_secret_is_written_into_the_files() -> None:
    files = [path for path in DOCKER.iterdir() if path.suffix not in {".example", ".env"}]
    assert len(files) > 5
    for name in files:
        text = name.read_text()
        assert not re.search(r"(?i)(secret|password)\s*[=:]\s*[\"']?(?!\$)[a-z0-9]{6}", text), name


def test_turn_urls_and_the_turn_servers_port_agree(compose: Any, settings: Settings) -> None:
    config = (DOCKER / "coturn.conf").read_text()
    port = re.findall(r"^listening-port=(\d+)$", config, re.MULTILINE)[0]
    name = compose["services"]["coturn"]["environment"]["TURN_DOMAIN"]
    assert settings.turn_urls == (
        f"turn:{name}:{port}?transport=udp",
        f"turn:{name}:{port}?transport=tcp",
        f"turns:{name}:443?transport=tcp",
    )
    command = " ".join(compose["services"]["coturn"]["command"])
    assert f"--static-auth-secret={settings.turn_secret}" in command


@pytest.fixture
def turn_port(tmp_path: Path) -> Iterator[int]:
    """A real turnserver with our configuration on loopback."""
    options: list[str | Path] = ["-c", DOCKER / "coturn.conf", "--realm=example.org"]
    with coturn(tmp_path, *options, f"--static-auth-secret={SECRET}") as port:
        yield port


def _credentials(secret: str) -> tuple[str, str]:
    """A name that expires and its password, as the TURN REST API makes them."""
    name = f"{int(time.time()) + 600}:someone"
    mac = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return name, base64.b64encode(mac).decode()


async def test_the_turn_server_accepts_the_file_and_the_shared_secret(turn_port: int) -> None:
    _, port = await allocate(turn_port, *_credentials(SECRET))
    assert 49160 <= port <= 49200


async def test_the_turn_server_refuses_another_secret(turn_port: int) -> None:
    with pytest.raises(Exception, match=r"401|Unauthorized"):
        await allocate(turn_port, *_credentials("another secret"))


def test_the_turn_server_knows_every_option_of_the_file() -> None:
    binary = program("turnserver", package="coturn")
    shown = subprocess.run([binary, "--help"], capture_output=True, text=True, check=False)
    known = set(re.findall(r"--([a-z0-9-]+)", shown.stdout + shown.stderr))
    lines = (DOCKER / "coturn.conf").read_text().splitlines()
    used = {line.split("=")[0] for line in lines if line and not line.startswith("#")}
    assert used <= known
