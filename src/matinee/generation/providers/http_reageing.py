"""Re-ageing behind HTTP: a server of the Open Inference Protocol, asked frame by frame.

Form: version 2 of the protocol, as KServe, Triton, OpenVINO and MLServer speak it, in JSON: the
model's own word of itself from ``GET /v2/models/NAME``, then ``POST …/infer`` with one tensor of
FP32. What stands in the tensors is :mod:`~matinee.generation.providers.reageing_form`. An address
in an answer is never fetched, and every number is looked at before it becomes a picture.
"""

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import quote

import msgspec
import numpy as np
from numpy.typing import NDArray

from matinee.errors import Conflict, Unavailable
from matinee.foundation.nesting import UNREADABLE
from matinee.generation.answers import ReageAnswer
from matinee.generation.checks import UNANSWERED
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.http_json import ModelServer, malformed
from matinee.generation.providers.reageing_form import (
    CHANNELS_IN,
    CHANNELS_OUT,
    Floats,
    changed,
    given,
    is_deep,
    pixels,
    png_of,
)
from matinee.generation.requests import ReageRequest

MOST_PIXELS = 512 * 512
"""What is sent in one call: five numbers of text for each."""
_DECIMALS = 6
_ANY = -1
_SMALLEST, _LARGEST = 16, 512
"""Bounds of the side that a network may have of its own."""
_WORD = re.compile(r"[\w.+-]{1,64}", re.ASCII)


class _Tensor(msgspec.Struct):
    name: str
    datatype: str
    shape: list[int]


class _Metadata(msgspec.Struct):
    name: str
    inputs: list[_Tensor]
    outputs: list[_Tensor]
    versions: list[str] | None = None
    platform: str | None = None


class _Output(msgspec.Struct):
    name: str
    datatype: str
    shape: list[int]
    data: msgspec.Raw


class _Inferred(msgspec.Struct):
    model_name: str
    outputs: list[_Output]
    model_version: str | None = None


@dataclass(frozen=True, slots=True)
class _Form:
    """What a server said of its model; ``side`` is the model's own height and width."""

    takes: str
    gives: str
    side: tuple[int, int] | None
    versions: tuple[str, ...]
    platform: str


class HttpReageing:
    """A re-ageing network behind a server; a ``version`` that is named is the only one asked."""

    can: frozenset[Ability] = frozenset()

    def __init__(self, server: ModelServer, profile: ModelProfile, *, version: str = "") -> None:
        self.profile = profile
        self._server = server
        self._version = version
        self._path = f"/v2/models/{quote(profile.name, safe='')}"
        if version:
            self._path += f"/versions/{quote(version, safe='')}"

    async def ready(self) -> None:
        """A server is asked when there is something to ask."""

    async def close(self) -> None:
        """Let go of the connections."""
        await self._server.close()

    async def reage(self, request: ReageRequest) -> ReageAnswer:
        """Each frame by itself, by one model: Unavailable where another answers in between."""
        raw = await self._server.fetch("GET", self._path)
        form = self._form(raw)
        made: list[bytes] = []
        told = ""
        for frame in request.frames:
            picture = await asyncio.to_thread(pixels, frame)
            shown = given(picture, request.from_age, request.to_age, side=form.side)
            if shown.shape[2] * shown.shape[3] > MOST_PIXELS:
                raise Conflict(
                    f"A picture of {shown.shape[3]} by {shown.shape[2]} pixels is not sent.",
                    remedy=f"Give {MOST_PIXELS:,} pixels at most, such as the face alone.",
                    code="picture_too_large",
                )
            body = await asyncio.to_thread(_asked, form, shown)
            answer = await self._server.fetch(
                "POST",
                f"{self._path}/infer",
                content=body,
                headers={"Content-Type": "application/json"},
            )
            version, change = await asyncio.to_thread(self._change, answer, form, shown)
            if made and version != told:
                raise _another(f"version {version} after version {told}")
            told = version
            made.append(await asyncio.to_thread(_made, frame, picture, change))
        return ReageAnswer(tuple(made), stated=self._stated(form, told))

    def _form(self, raw: bytes) -> _Form:
        """What the server says of its model, as far as it is one that can be asked."""
        try:
            said = msgspec.json.decode(raw, type=_Metadata)
        except UNREADABLE as problem:
            raise malformed("what its model is") from problem
        if said.name != self.profile.name:
            raise _another("another model than the tools file names")
        versions = tuple(said.versions or ())
        if not all(map(_WORD.fullmatch, (*versions, said.platform or "-"))):
            raise malformed("a version that can be written down")
        if len(said.inputs) != 1 or len(said.outputs) != 1:
            raise _wrong(self.profile.name)
        [takes], [gives] = said.inputs, said.outputs
        for tensor, channels in ((takes, CHANNELS_IN), (gives, CHANNELS_OUT)):
            if (
                tensor.datatype != "FP32"
                or len(tensor.shape) != 4
                or tensor.shape[0] not in {_ANY, 1}
                or tensor.shape[1] not in {_ANY, channels}
            ):
                raise _wrong(self.profile.name)
        high, wide = takes.shape[2:]
        side = None if _ANY in {high, wide} else (high, wide)
        if side is not None and not all(_SMALLEST <= each <= _LARGEST for each in side):
            raise _wrong(self.profile.name)
        return _Form(takes.name, gives.name, side, versions, said.platform or "")

    def _change(self, raw: bytes, form: _Form, shown: Floats) -> tuple[str, Floats]:
        """Which version answered, and what it changes: (1, 3, height, width)."""
        wanted = (1, CHANNELS_OUT, *shown.shape[2:])
        try:
            answer = msgspec.json.decode(raw, type=_Inferred)
        except UNREADABLE as problem:
            raise malformed("the change of a picture") from problem
        version = self._answered(answer, form)
        found = [each for each in answer.outputs if each.name == form.gives]
        if len(found) != 1 or found[0].datatype != "FP32" or tuple(found[0].shape) != wanted:
            raise malformed(f"a change of {wanted[3]} by {wanted[2]} pixels")
        values = _numbers(found[0].data, int(np.prod(wanted)))
        if not np.isfinite(values).all():
            raise malformed("finite numbers")
        # A difference of two pictures from 0 to 1 lies between these.
        change = np.clip(values, -1, 1).astype(np.float32).reshape(wanted)
        return version, np.asarray(change, np.float32)

    def _answered(self, answer: _Inferred, form: _Form) -> str:
        """The version that answered, "" where nobody says; Unavailable where it is not the one."""
        version = answer.model_version or self._version
        if answer.model_name != self.profile.name or (self._version and version != self._version):
            raise _another("another model than was asked")
        if version and form.versions and version not in form.versions:
            raise _another("a version that it does not have")
        if version and not _WORD.fullmatch(version):
            raise malformed("a version that can be written down")
        return version

    def _stated(self, form: _Form, version: str) -> str:
        name = self.profile.name if not version else f"{self.profile.name}, version {version}"
        return f"{name} ({form.platform})" if form.platform else name


def _asked(form: _Form, shown: Floats) -> bytes:
    values = np.round(shown.astype(np.float64), _DECIMALS).ravel().tolist()
    tensor = {"name": form.takes, "shape": shown.shape, "datatype": "FP32", "data": values}
    return msgspec.json.encode({"inputs": [tensor], "outputs": [{"name": form.gives}]})


def _made(frame: bytes, picture: Floats, change: Floats) -> bytes:
    return png_of(changed(picture, change), deep=is_deep(frame))


def _numbers(raw: msgspec.Raw, count: int) -> NDArray[np.float64]:
    """So many elements of a tensor, which the protocol lets stand flat or in rows of rows.

    They are counted before room is made for them.
    """
    text = bytes(raw)
    if text.count(b",") != count - 1:
        raise malformed(f"{count:,} numbers")
    try:
        values: object = msgspec.json.decode(text, type=list[float])
    except msgspec.ValidationError:
        values = _in_rows(text)
    except UNREADABLE as problem:
        raise malformed("numbers") from problem
    try:
        return np.asarray(values, np.float64).reshape(count)
    except ValueError as problem:
        raise malformed(f"{count:,} numbers") from problem


def _in_rows(text: bytes) -> list[list[list[list[float]]]]:
    try:
        return msgspec.json.decode(text, type=list[list[list[list[float]]]])
    except UNREADABLE as problem:
        raise malformed("numbers") from problem


def _wrong(model: str) -> Conflict:
    return Conflict(
        f"What the server has under the name {model} is no re-ageing network.",
        remedy="It takes (n, 5, height, width) in FP32 and gives (n, 3, height, width).",
        code="wrong_network",
    )


def _another(what: str) -> Unavailable:
    return Unavailable(
        f"The model server answered with {what}.",
        remedy="Pin the version in the tools file, or render again once the server is settled.",
        code=UNANSWERED,
    )
