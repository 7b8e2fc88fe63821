"""Enter in the audit what was changed by a request, unless the change entered itself.

The entry is made once the answer is out, so that nobody waits for it; one that cannot be made is a
warning in the log. What members do with their own is no operator's business, and is not entered.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.access.model import Caller, Use
from matinee.errors import MatineeError
from matinee.operation.audit.service import noticing
from matinee.operation.model import Actor
from matinee.surfaces.api.middleware.masking import without_secret

Note = Callable[[Actor, str, str, Mapping[str, Any]], Awaitable[None]]
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MEMBERS = frozenset({Use.WATCH, Use.BROWSE})
_LONGEST = 200
_LONGEST_SECONDS = 2.0
"""The answer is out: who waits for the next on this connection does not wait for a full pool."""
_REFUSED = 400
_log = structlog.get_logger()


class Audited:
    """``questions`` are routes that ask by POST, and change nothing."""

    def __init__(
        self,
        app: ASGIApp,
        note: Note | None,
        templates: Mapping[int, str],
        questions: frozenset[str],
    ) -> None:
        self._app, self._note = app, note
        self._templates, self._questions = templates, questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in _CHANGING or self._note is None:
            await self._app(scope, receive, send)
            return
        status = _REFUSED

        async def send_and_look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with noticing() as entered:
            await self._app(scope, receive, send_and_look)
        if status < _REFUSED and not entered:
            await self._enter(self._note, scope, status)

    async def _enter(self, note: Note, scope: Scope, status: int) -> None:
        state = scope["state"]
        caller: Caller | None = state.get("caller")
        uses: frozenset[Use] = state.get("uses", frozenset())
        template = self._templates.get(id(scope.get("route")), "")
        if caller is None or uses <= _MEMBERS or template in self._questions:
            return
        actor = Actor(caller.name, caller.account, frozenset(caller.roles))
        path = without_secret(scope["path"])[:_LONGEST]
        try:
            async with asyncio.timeout(_LONGEST_SECONDS):
                await note(
                    actor,
                    f"{scope['method']} {template}",
                    _about(scope.get("path_params", {})),
                    {"path": path, "status": status},
                )
        except MatineeError as failure:
            _log.warning("not entered in the audit", path=path, reason=failure.sentence)
        except Exception as failure:
            # The request was answered: nothing that happens here may be told as its failure.
            _log.warning("not entered in the audit", path=path, reason=repr(failure))


def _about(parts: Mapping[str, Any]) -> str:
    """The object that the address names last, the closest."""
    if not parts:
        return ""
    name, value = list(parts.items())[-1]
    return f"{name.removesuffix('_id')} {value}"[:_LONGEST]
