"""A trace goes from a request by its statements and jobs to a model, and holds nothing personal."""

from __future__ import annotations

import io
import json
from collections.abc import Generator

import httpx
import pytest
from fastapi import APIRouter
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text
from structlog import get_logger, reset_defaults

from matinee.access.door import OPEN
from matinee.assembly.settings import Settings
from matinee.errors import Conflict, Unavailable
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.jobs.model import Payload
from matinee.foundation.telemetry import configure_logging
from matinee.foundation.tracing import span, trace_id, traced_by, traceparent
from matinee.surfaces.api.app import build_app


@pytest.fixture
def spans() -> Generator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    with traced_by(provider):
        yield kept


def named(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {each.name: each for each in spans.get_finished_spans()}


def test_without_a_collector_nothing_is_traced() -> None:
    with span("request") as made:
        assert not made.is_recording()
        assert (trace_id(), traceparent()) == (None, None)


async def test_a_request_that_fails_says_of_which_trace_it_is(
    spans: InMemorySpanExporter,
) -> None:
    router = APIRouter()

    @router.get("/v1/films/{name}", dependencies=[OPEN])
    async def fail(name: str) -> None:
        raise Conflict(f"{name} is taken.")

    theirs = "0af7651916cd43dd8448eb211c80319c"
    transport = httpx.ASGITransport(app=build_app(Settings(), [router]))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get(
            "/v1/films/secret?key=secret",
            headers={"traceparent": f"00-{theirs}-b7ad6b7169203331-01"},
        )
    assert answer.json()["trace_id"] == theirs
    made = named(spans)["GET /v1/films/{name}"]
    assert made.attributes is not None
    assert made.attributes["http.response.status_code"] == 409
    assert "secret" not in made.to_json()


async def test_statements_and_jobs_are_parts_of_what_asked_for_them(
    database: Database, spans: InMemorySpanExporter
) -> None:
    jobs = Jobs(database)
    seen = list[Payload]()

    @jobs.task("films.measure")
    async def measure(payload: Payload) -> None:
        seen.append(payload)

    with span("request"):
        async with database.transaction() as connection:
            await connection.execute(text("SELECT :word"), {"word": "personal"})
            await jobs.enqueue(connection, "films.measure", {"film": 1})
    await jobs.work(until_idle=True)
    made = named(spans)
    assert seen == [{"film": 1}]
    assert made["request"].context is not None
    ours = made["request"].context.trace_id
    for name in ("SELECT", "job films.measure"):
        context = made[name].context
        assert context is not None
        assert context.trace_id == ours
    assert "personal" not in made["SELECT"].to_json()


def test_a_failure_is_told_by_its_code_and_a_log_line_by_its_trace(
    spans: InMemorySpanExporter,
) -> None:
    out, here = io.StringIO(), None
    configure_logging(form="json", stream=out)
    try:
        with pytest.raises(Unavailable), span("model scribe"):
            here = trace_id()
            get_logger().info("asked")
            raise Unavailable("Ana's prompt was lost.", code="model_away")
    finally:
        reset_defaults()
    assert json.loads(out.getvalue())["trace_id"] == here
    made = named(spans)["model scribe"]
    assert made.attributes is not None
    assert made.attributes["error.type"] == "model_away"
    assert "Ana" not in made.to_json()
