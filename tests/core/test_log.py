"""Log lines are events with fields, also those of libraries."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from server.core.log import configure
from server.core.settings import Settings


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_a_json_line_holds_the_event_and_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="json"))
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger().info("room.joined", peer="p1")
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "room.joined"
    assert line["peer"] == "p1"
    assert line["request_id"] == "r1"
    assert line["level"] == "info"


def test_a_librarys_line_looks_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="json"))
    logging.getLogger("some.library").warning("careful")
    assert json.loads(capsys.readouterr().err)["event"] == "careful"


def test_a_json_line_of_a_failure_holds_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="json"))
    structlog.get_logger().error("job.failed", exc_info=RuntimeError("on purpose"))
    line = json.loads(capsys.readouterr().err)
    assert "on purpose" in json.dumps(line["exception"])


def test_less_serious_lines_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_level="warning"))
    structlog.get_logger().info("quiet")
    assert capsys.readouterr().err == ""
