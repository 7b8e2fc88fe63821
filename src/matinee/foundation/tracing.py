"""Traces by OpenTelemetry: what a request, a job, a statement and a model's call took, and in what.

Nothing is made or sent until a collector is named. Spans hold names, codes and times: no value of a
statement, no prompt, no query of an address and no message of a failure, which may be personal.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opentelemetry.context import Context
from opentelemetry.trace import (
    NoOpTracer,
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    TracerProvider,
    get_current_span,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from matinee.errors import MatineeError
from matinee.foundation.extras import library

Value = str | int | float | bool
_REMEDY = "Install the extra tracing, or leave MATINEE_TRACES_URL out."
_PARENT = "traceparent"
_LONGEST = 1000
_context = TraceContextTextMapPropagator()


@dataclass
class _Tracing:
    tracer: Tracer


_tracing = _Tracing(NoOpTracer())


def send_traces(url: str, *, share: float) -> None:
    """Send ``share`` of all traces to a collector from now on, by OTLP over HTTP.

    A caller's trace is gone on with, but how many are sent is settled here: by the same share.

    Raises:
        Unavailable: the extra is not installed.
    """
    sdk = library("opentelemetry.sdk.trace", remedy=_REMEDY)
    sampling = library("opentelemetry.sdk.trace.sampling", remedy=_REMEDY)
    sending = library("opentelemetry.sdk.trace.export", remedy=_REMEDY)
    otlp = library("opentelemetry.exporter.otlp.proto.http.trace_exporter", remedy=_REMEDY)
    resources = library("opentelemetry.sdk.resources", remedy=_REMEDY)
    ours = sampling.TraceIdRatioBased(share)
    provider = sdk.TracerProvider(
        sampler=sampling.ParentBased(
            ours, remote_parent_sampled=ours, remote_parent_not_sampled=ours
        ),
        resource=resources.Resource.create({"service.name": "matinee"}),
    )
    provider.add_span_processor(sending.BatchSpanProcessor(otlp.OTLPSpanExporter(endpoint=url)))
    _tracing.tracer = provider.get_tracer("matinee")


@contextmanager
def traced_by(provider: TracerProvider) -> Generator[None]:
    """Trace by this for a time."""
    before = _tracing.tracer
    _tracing.tracer = provider.get_tracer("matinee")
    try:
        yield
    finally:
        _tracing.tracer = before


@contextmanager
def span(
    name: str,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    parent: str | None = None,
    **facts: Value,
) -> Generator[Span]:
    """A span around the block; ``parent`` is what :func:`traceparent` said elsewhere.

    A failure marks it with its code, or with its kind where it is none of ours.
    """
    with _tracing.tracer.start_as_current_span(
        name,
        context=_from(parent),
        kind=kind,
        attributes=_named(facts),
        record_exception=False,
        set_status_on_exception=False,
    ) as made:
        try:
            yield made
        except BaseException as failure:
            code = failure.code if isinstance(failure, MatineeError) else type(failure).__name__
            made.set_attribute("error.type", code)
            made.set_status(Status(StatusCode.ERROR))
            raise


def begin_statement(statement: str) -> Span | None:
    """A span of a statement, where the statement is part of a trace that is sent."""
    if not get_current_span().is_recording():
        return None
    text = " ".join(statement.split())[:_LONGEST]
    return _tracing.tracer.start_span(
        text.partition(" ")[0].upper() or "SQL",
        kind=SpanKind.CLIENT,
        attributes={"db.system.name": "postgresql", "db.query.text": text},
    )


def end_statement(begun: Span | None, *, failed: bool = False) -> None:
    """End it."""
    if begun is not None:
        if failed:
            begun.set_status(Status(StatusCode.ERROR))
        begun.end()


def trace_id() -> str | None:
    """Of the trace that goes on here, as 32 hexadecimal digits; None where there is none."""
    here = get_current_span().get_span_context()
    return f"{here.trace_id:032x}" if here.is_valid else None


def traceparent() -> str | None:
    """Where the trace stands, by W3C Trace Context; None where there is none."""
    carrier: dict[str, str] = {}
    _context.inject(carrier)
    return carrier.get(_PARENT)


def _from(parent: str | None) -> Context | None:
    return _context.extract({_PARENT: parent}) if parent else None


def _named(facts: Mapping[str, Any]) -> dict[str, Value]:
    """Attributes by the names of OpenTelemetry, which have points where Python has ``__``."""
    return {name.replace("__", "."): value for name, value in facts.items()}
