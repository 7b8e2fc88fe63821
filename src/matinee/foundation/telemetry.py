"""Logs: one line per happening, with the id of its request, as text or JSON on standard error.

What libraries say through ``logging`` leaves by the same door as what Matinee says.
"""

import io
import logging
import sys
from collections.abc import Sequence
from typing import Any, Literal, TextIO, cast

import msgspec
import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from matinee.foundation.redaction import HIDDEN, printable, without_secrets
from matinee.foundation.tracing import trace_id

_SECRET_KEYS = frozenset({"password", "authorization", "cookie", "set-cookie", "token", "secret"})


def configure_logging(
    *,
    form: Literal["auto", "text", "json"] = "auto",
    level: Literal["debug", "info", "warning", "error"] = "info",
    stream: TextIO | None = None,
) -> None:
    """Set up the logs of this process; the last call counts."""
    out = stream or cast("TextIO", _StandardError())
    text = form == "text" or (form == "auto" and out.isatty())
    least = logging.getLevelNamesMapping()[level.upper()]
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        _traced,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _safe,
    ]
    rendering = _as_text(colors=out.isatty()) if text else _as_json()
    structlog.configure(
        processors=[*before, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(out),
        # A logger that is kept would go on as it was when the logs are set up again.
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
            keep_exc_info=False,
        )
    )
    # What libraries do step by step is of use to whoever looks for a fault, and noise to the rest.
    theirs = least if level == "debug" else max(least, logging.WARNING)
    logging.basicConfig(handlers=[handler], level=theirs, force=True)
    logging.captureWarnings(capture=True)


class _StandardError(io.TextIOBase):
    """Standard error as it is when a line is written: it may be another than at the start."""

    def write(self, text: str, /) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()

    def isatty(self) -> bool:
        return sys.stderr.isatty()


def _traced(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if (here := trace_id()) is not None:
        event["trace_id"] = here
    return event


def _safe(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if key in _SECRET_KEYS:
            event[key] = HIDDEN
        elif isinstance(value, str):
            lines = value.split("\n") if key == "exception" else (value,)
            event[key] = "\n".join(printable(without_secrets(line)) for line in lines)
    return event


def _as_text(*, colors: bool) -> Sequence[Processor]:
    return [
        structlog.dev.ConsoleRenderer(
            colors=colors,
            exception_formatter=structlog.dev.plain_traceback,
            pad_event_to=0,
            pad_level=False,
        )
    ]


_encoder = msgspec.json.Encoder(enc_hook=repr)


def _as_json() -> Sequence[Processor]:
    return [structlog.processors.JSONRenderer(_encoded)]


def _encoded(event: EventDict, **_: Any) -> str:
    return _encoder.encode(event).decode()
