from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from matinee.foundation.telemetry import configure_logging


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_json_logs_are_one_object_a_line_with_the_id_of_the_request() -> None:
    out = io.StringIO()
    configure_logging(form="json", stream=out)
    structlog.contextvars.bind_contextvars(request_id="r-1")
    structlog.get_logger().info("title imported", kind="film")
    logging.getLogger("a.library").warning("%s is slow", "disk")
    ours, theirs = map(json.loads, out.getvalue().splitlines())
    assert (ours["event"], ours["kind"], ours["request_id"]) == ("title imported", "film", "r-1")
    assert (theirs["event"], theirs["level"], theirs["request_id"]) == (
        "disk is slow",
        "warning",
        "r-1",
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_hostile_value_cannot_forge_a_line_or_steer_the_terminal(form: str) -> None:
    out = io.StringIO()
    configure_logging(form="json" if form == "json" else "text", stream=out)
    structlog.get_logger().info("request", path="/x\n2026 [info] forged \x1b[2J")
    assert len(out.getvalue().splitlines()) == 1
    assert "\x1b" not in out.getvalue()


def test_secrets_do_not_reach_the_log() -> None:
    out = io.StringIO()
    configure_logging(form="json", stream=out)
    log = structlog.get_logger()
    log.info("connecting", to="postgresql://ada:open-sesame@db/x", password="open-sesame")
    log.error("failed", exc_info=ConnectionError("postgresql://ada:open-sesame@db/x refused"))
    assert "open-sesame" not in out.getvalue()
    assert "ConnectionError" in out.getvalue()


def test_lines_below_the_level_are_left_out() -> None:
    out = io.StringIO()
    configure_logging(form="text", level="warning", stream=out)
    structlog.get_logger().info("small talk")
    assert out.getvalue() == ""


def test_logs_follow_standard_error_to_where_it_leads_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, then = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stderr", first)
    configure_logging(form="json")
    log = structlog.get_logger()
    log.info("before")
    monkeypatch.setattr("sys.stderr", then)
    first.close()
    log.info("after")
    assert json.loads(then.getvalue())["event"] == "after"
