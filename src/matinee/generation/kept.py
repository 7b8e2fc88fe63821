"""Answers kept for a while, by the canonical bytes of the request, so that none is paid for twice.

What is kept is what a model answered, never what left the door: whoever is given it again spends a
permit of their own, and gets an output with credentials and an entry of its own.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from matinee.generation.canonical import canonical
from matinee.generation.model import IntendedCall, ModelProfile, input_hash
from matinee.generation.requests import ImageRequest, Request, TextRequest


def key_of(call: IntendedCall, profile: ModelProfile, request: Request) -> str | None:
    """The key of an answer; None for one that is not kept.

    Likenesses are never kept, since a consent may end. Nor is what would be drawn anew each time:
    without a seed (or, for a text, with a temperature above 0) two equal calls want two answers.
    """
    if call.performer is not None or not _is_repeatable(request):
        return None
    return input_hash(
        canonical(
            "matinee kept answer v1",
            {
                "tool": call.tool,
                "model": profile.name,
                "weights": "" if profile.weights is None else profile.weights.sha256,
                "production": call.production,
                "purpose": call.purpose,
                "request": request.bytes(),
            },
        )
    )


def _is_repeatable(request: Request) -> bool:
    if isinstance(request, TextRequest):
        return request.temperature == 0 or request.seed is not None
    return not isinstance(request, ImageRequest) or request.seed is not None


@dataclass(slots=True)
class KeptAnswers:
    """The answers of this process, the longest unasked forgotten first. Nothing is written down."""

    most_bytes: int = 64 * 1024 * 1024
    seconds: float = 3600.0
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, int, Any]] = field(default_factory=OrderedDict)
    _bytes: int = 0

    def find(self, key: str | None) -> Any | None:
        """The answer under a key, unless there is none or it is too old."""
        if key is None or key not in self._kept:
            return None
        at, size, answer = self._kept[key]
        if self.clock() - at > self.seconds:
            self._bytes -= size
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return deepcopy(answer)

    def keep(self, key: str | None, answer: Any, size: int) -> None:
        """Keep an answer of so many bytes, and forget others until there is room."""
        if key is None or size > self.most_bytes or key in self._kept:
            return
        self._kept[key] = (self.clock(), size, deepcopy(answer))
        self._bytes += size
        while self._bytes > self.most_bytes:
            _, (_, gone, _) = self._kept.popitem(last=False)
            self._bytes -= gone
