"""Bytes to text: which encoding, which line ends, and what was not text at all."""

import codecs
import re

from matinee.errors import Invalid
from matinee.studio.screenplay.model import Remark

LARGEST = 32 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_UNREADABLE = 0.02


def decoded(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    """The text, with line ends as they were, and remarks on how it was read.

    Raises:
        Invalid: it is larger than a screenplay can be, or no text.
    """
    if len(data) > LARGEST:
        raise Invalid(
            f"The file has {len(data) // 2**20} MB; a screenplay has at most {LARGEST // 2**20}.",
            remedy="Give the screenplay alone.",
            field="file",
            code="script_too_large",
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text, remarks = _by(data[len(mark) :], encoding)
            return _checked(text), remarks
    encoding = _guessed(data)
    if encoding:
        text, remarks = _by(data, encoding)
        return _checked(text), (
            Remark(1, f"Read as {encoding} without its mark.", "encoding"),
            *remarks,
        )
    try:
        return _checked(data.decode("utf-8")), ()
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        text = data.decode("cp1252", errors="replace")
        remark = Remark(line, "Not UTF-8 from here on; read as Windows-1252.", "encoding")
        return _checked(text), (remark,)


def _by(data: bytes, encoding: str) -> tuple[str, tuple[Remark, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as failure:
        line = data[: failure.start].decode(encoding, errors="replace").count("\n") + 1
        remark = Remark(line, f"Some characters are no {encoding.upper()}.", "encoding")
        return data.decode(encoding, errors="replace"), (remark,)


def _guessed(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.05 * half else ""


def _checked(text: str) -> str:
    if text and len(_UNREADABLE.findall(text[:100_000])) > _MOST_UNREADABLE * min(
        len(text), 100_000
    ):
        raise Invalid(
            "This is no text: it holds too many control characters.",
            remedy="Give Fountain, Final Draft (FDX), PDF or plain text.",
            field="file",
            code="script_not_text",
        )
    # PostgreSQL holds no NUL; one letter for another, so that places stay what they are.
    return text.replace("\0", "\ufffd")
