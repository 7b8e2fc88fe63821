"""A child that was taken over lies about what it sends: its parent believes no such claim."""

import struct
import subprocess
import sys

import pytest

from matinee.foundation.confinement.pipes import Child, ChildEnded

_LINE = b'{"arrays": [%s]}'


def _sent(line: bytes, content: bytes = b"", *, length: int | None = None) -> bytes:
    return struct.pack(">I", len(line) if length is None else length) + line + content


@pytest.mark.parametrize(
    "answer",
    [
        _sent(b"", length=0xFFFFFFFF),
        _sent(_LINE % b'["a", "float64", 65536, 65536]'),
        _sent(_LINE % b'["a", "float64", -1]'),
        _sent(_LINE % b'["a", "float64", 4294967296, 4294967296]'),
        _sent(_LINE % b'["a", "object", 1]', b"\0" * 8),
        _sent(_LINE % b'["a", "uint8", 9]', b"\0" * 8),
        _sent(b"no answer"),
        b"\0",
    ],
)
def test_what_no_honest_child_sends_is_not_believed(answer: bytes) -> None:
    code = f"import sys; sys.stdout.buffer.write({answer!r})"
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        with pytest.raises(ChildEnded):
            Child(process).answer(seconds=20)
        process.kill()
