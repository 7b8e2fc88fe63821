"""What of an exception may be kept: its kind, its frames, and nothing of what it was about."""

import traceback
from hashlib import blake2b
from pathlib import PurePath

from matinee.errors import MatineeError

_PACKAGE = "matinee"
_MOST_FRAMES, _MOST_CAUSES = 30, 5
_LONGEST_TRACE = 8_000


def told(failure: BaseException) -> BaseException:
    """The failure itself, out of the groups around it."""
    while isinstance(failure, BaseExceptionGroup) and failure.exceptions:
        failure = failure.exceptions[0]
    return failure


def kind_of(failure: BaseException) -> str:
    """Its class, and the code of one that is ours."""
    kind = type(failure)
    name = (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )
    return f"{name} ({failure.code})" if isinstance(failure, MatineeError) else name


def place_of(failure: BaseException) -> str:
    """The innermost function of ours that it came through, else the innermost of all."""
    frames = traceback.extract_tb(failure.__traceback__)
    own = [frame for frame in frames if _file(frame.filename).startswith(f"{_PACKAGE}/")]
    if not frames:
        return "nowhere"
    last = (own or frames)[-1]
    return f"{_file(last.filename)}: {last.name}"


def trace_of(failure: BaseException) -> str:
    """Frames from the outermost in, cause by cause; without messages, values and lines of code."""
    lines = list[str]()
    cause: BaseException | None = failure
    for _ in range(_MOST_CAUSES):
        if cause is None:
            break
        lines.append(kind_of(cause))
        frames = traceback.extract_tb(cause.__traceback__)[-_MOST_FRAMES:]
        lines += [f"  {_file(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
        if cause is not None:
            lines.append("because of")
    return "\n".join(lines)[:_LONGEST_TRACE]


def identity(*parts: str) -> str:
    """The name of a group: the same in every process."""
    return blake2b("\x00".join(parts).encode(), digest_size=12).hexdigest()


def _file(name: str) -> str:
    """A file within its package, so that no folder of this machine is told."""
    parts = PurePath(name).parts
    for mark in ("site-packages", "src"):
        if mark in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(mark) :])
    return "/".join(parts[-2:])
