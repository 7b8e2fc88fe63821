"""The door: every call of a generative model, with its permit, its checks and its entry.

In order: the form of the request and whether the model can do it; a place in the tool's queue; the
names in it (rule R7); the permit, counted and entered; the model, bounded in time and stopped when
the permit ends; the answer's validation; the credentials and the entry. Only then is anything
returned.

A use that was spent stays spent, also where nothing came of it: the ledger says so and why. Within
one use a model may be asked again when its answer does not do (``Bounds.answers``).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from matinee.errors import Invalid
from matinee.generation.answers import (
    EDITED,
    MADE,
    Bench,
    CarryProvider,
    ImageAnswer,
    ImageProvider,
    Provider,
    ReageAnswer,
    ReageProvider,
    TextAnswer,
    TextProvider,
    Tokens,
)
from matinee.generation.calling import Call, Caller, Product, tool_of
from matinee.generation.checks import refused, valid_json, valid_text
from matinee.generation.costs import CallBook, Estimate, NoBook, Price, Spent, estimate
from matinee.generation.kept import KeptAnswers
from matinee.generation.lane import Bounds, Lane
from matinee.generation.model import (
    Modality,
    ModelProfile,
    NameCheck,
    OutputRegister,
    Permit,
    PermitRegister,
    RegisteredOutput,
)
from matinee.generation.pictures import given_size, valid_png
from matinee.generation.requests import (
    MOST_STEPS,
    CarryRequest,
    ImageRequest,
    ReageRequest,
    Request,
    Retouch,
    TextRequest,
    inputs_of,
)
from matinee.generation.vigil import Vigil
from matinee.operation.flags.model import AS_DECLARED, Switches

__all__ = [
    "MOST_STEPS",
    "Bench",
    "Bounds",
    "CarryRequest",
    "Estimate",
    "Finish",
    "GenerationService",
    "ImageRequest",
    "ReageRequest",
    "Request",
    "Retouch",
    "Spent",
    "TextRequest",
    "Tokens",
    "WrittenText",
    "inputs_of",
]

_LETTERS_A_TOKEN = 8
_TEXT, _PNG = "text/plain; charset=utf-8", "image/png"

Finish = Callable[[tuple[bytes, ...]], tuple[bytes, str]]
"""Makes one asset of the frames of a shot (PNG): its bytes and its media type. It runs inside the
door, in a thread, before anything is registered, and keeps nothing of what it is given."""


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text that left the door: the words, the parsed object where a schema was given."""

    text: str
    value: dict[str, Any] | None
    registered: RegisteredOutput


@dataclass(slots=True)
class GenerationService:
    """Models by the id of their tool, behind the three ports."""

    permits: PermitRegister
    outputs: OutputRegister
    names: NameCheck
    text_tools: Mapping[str, TextProvider] = field(default_factory=dict)
    image_tools: Mapping[str, ImageProvider] = field(default_factory=dict)
    reage_tools: Mapping[str, ReageProvider] = field(default_factory=dict)
    carry_tools: Mapping[str, CarryProvider] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=Bounds)
    bounds_of: Mapping[str, Bounds] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)
    vigil: Vigil = field(default_factory=Vigil)
    kept: KeptAnswers = field(default_factory=lambda: KeptAnswers(most_bytes=0))
    book: CallBook = field(default_factory=NoBook)
    switches: Switches = AS_DECLARED
    _lanes: dict[str, Lane] = field(default_factory=dict)

    def tools(self) -> dict[str, ModelProfile]:
        """Every tool that is configured, by its id."""
        return {name: provider.profile for name, provider in self._engines().items()}

    def estimate(self, tool: str, *, typical: float | None) -> Estimate:
        """What one picture of a tool is to cost; ``typical`` is how long one takes, in seconds."""
        bounds = self.bounds_of.get(tool, self.bounds)
        price = self.prices.get(tool, Price())
        return estimate(price, typical=typical, longest=bounds.seconds, answers=bounds.answers)

    async def text(
        self,
        permit: Permit | None,
        request: TextRequest,
        *,
        tool: str,
        purpose: str,
        input_class: str | None = None,
    ) -> WrittenText:
        """Write a text. Without a live permit for exactly this: :class:`Denied`."""
        provider = tool_of(self.text_tools, tool, permit)
        longest = request.max_tokens * _LETTERS_A_TOKEN

        def accept(answer: TextAnswer) -> Product[tuple[str, dict[str, Any] | None]]:
            text = valid_text(answer.text, longest=longest)
            value = None if request.schema is None else valid_json(text, request.schema)
            return Product(text.encode(), _TEXT, MADE, (text, value))

        registered, (text, value) = await self._caller().make(
            permit,
            Call(
                request=request,
                provider=provider,
                modality=Modality.TEXT,
                tool=tool,
                purpose=purpose,
                input_class=input_class,
                ask=lambda _: provider.write(request),
                accept=accept,
            ),
        )
        return WrittenText(text, value, registered)

    async def image(
        self,
        permit: Permit | None,
        request: ImageRequest,
        *,
        tool: str,
        purpose: str,
        input_class: str | None = None,
    ) -> RegisteredOutput:
        """Make a picture, or edit one. Without a live permit for exactly this: :class:`Denied`."""
        provider = tool_of(self.image_tools, tool, permit)
        await asyncio.to_thread(_require_pictures, request)
        kind = MADE if request.source is None else EDITED

        def accept(answer: ImageAnswer) -> Product[None]:
            content = valid_png(answer.content, request.width, request.height)
            return Product(content, _PNG, kind, None)

        registered, _ = await self._caller().make(
            permit,
            Call(
                request=request,
                provider=provider,
                modality=Modality.IMAGE,
                tool=tool,
                purpose=purpose,
                input_class=input_class,
                ask=lambda _: provider.picture(request),
                accept=accept,
                pictures=1,
            ),
        )
        return registered

    async def reage(
        self,
        permit: Permit | None,
        request: ReageRequest,
        *,
        tool: str,
        purpose: str,
        finish: Finish | None = None,
    ) -> RegisteredOutput:
        """Make the faces of a shot older or younger, as one output: see :data:`Finish`."""
        provider = tool_of(self.reage_tools, tool, permit)
        size = await asyncio.to_thread(_one_size, request.frames)
        registered, _ = await self._caller().make(
            permit,
            Call(
                request=request,
                provider=provider,
                modality=Modality.REAGE,
                tool=tool,
                purpose=purpose,
                input_class=None,
                ask=lambda _: provider.reage(request),
                accept=_frames_of(
                    len(request.frames), size, finish or _only_frame(request), EDITED
                ),
                pictures=len(request.frames),
            ),
        )
        return registered

    async def carry(
        self,
        permit: Permit | None,
        request: CarryRequest,
        *,
        tool: str,
        purpose: str,
        bench: Bench,
        finish: Finish,
    ) -> RegisteredOutput:
        """Carry key frames through a shot, or retouch it, as one output: see :data:`Finish`.

        It may run for as long as the tool's bounds say, and belongs into a job.
        """
        provider = tool_of(self.carry_tools, tool, permit)
        pictures = (*request.frames, *request.mattes, *(key for _, key in request.keys))
        size = await asyncio.to_thread(_one_size, pictures)
        registered, _ = await self._caller().make(
            permit,
            Call(
                request=request,
                provider=provider,
                modality=Modality.REAGE,
                tool=tool,
                purpose=purpose,
                input_class=None,
                ask=lambda heed: provider.carry(request, bench, heed),
                accept=_frames_of(len(request.frames), size, finish, provider.makes),
                pictures=len(request.frames),
            ),
        )
        return registered

    async def close(self) -> None:
        """Let every engine go."""
        for provider in self._engines().values():
            await provider.close()

    def _engines(self) -> dict[str, Provider]:
        return {**self.text_tools, **self.image_tools, **self.reage_tools, **self.carry_tools}

    def _caller(self) -> Caller:
        return Caller(
            permits=self.permits,
            outputs=self.outputs,
            names=self.names,
            kept=self.kept,
            book=self.book,
            vigil=self.vigil,
            lane_of=self._lane,
            price_of=lambda tool: self.prices.get(tool, Price()),
            switches=self.switches,
        )

    def _lane(self, tool: str) -> Lane:
        if tool not in self._lanes:
            self._lanes[tool] = Lane(self.bounds_of.get(tool, self.bounds))
        return self._lanes[tool]


def _require_pictures(request: ImageRequest) -> None:
    size = (request.width, request.height)
    for name, content in (("source", request.source), ("mask", request.mask)):
        if content is not None and given_size(content, field=name) != size:
            raise Invalid(
                f"The {name} is not {size[0]} by {size[1]} pixels.",
                remedy="Give it in the size of the picture that is asked for.",
                field=name,
            )


def _one_size(pictures: tuple[bytes, ...]) -> tuple[int, int]:
    sizes = {given_size(picture, field="frames") for picture in pictures}
    if len(sizes) != 1:
        raise Invalid(
            "The frames of a shot differ in size.", remedy="Cut them alike.", field="frames"
        )
    return sizes.pop()


def _frames_of(
    count: int, size: tuple[int, int], finish: Finish, kind: str
) -> Callable[[ReageAnswer], Product[None]]:
    """Accepts so many frames of this size, and has them made one asset."""

    def accept(answer: ReageAnswer) -> Product[None]:
        if len(answer.frames) != count:
            raise refused(f"it has {len(answer.frames)} frames, not {count}")
        frames = tuple(valid_png(frame, *size) for frame in answer.frames)
        content, media_type = finish(frames)
        return Product(content, media_type, kind, None, answer.stated)

    return accept


def _only_frame(request: ReageRequest) -> Finish:
    if len(request.frames) != 1:
        raise Invalid(
            "More than one frame needs to be made one asset.",
            remedy="Say how by finish.",
            field="finish",
        )
    return lambda frames: (frames[0], _PNG)
