"""The door: every call of a generative model, with its permit, its checks and its entry.

In order: the prompt's names (rule R7), the permit (counted and entered), the model (bounded in
time and in number), the answer's validation, the credentials and the entry. Only then is anything
returned.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from matinee.errors import Denied, Unavailable
from matinee.generation.checks import valid_json, valid_png, valid_text
from matinee.generation.model import (
    IntendedCall,
    Modality,
    ModelProfile,
    NameCheck,
    Output,
    OutputRegister,
    Permit,
    PermitKind,
    PermitRegister,
    RegisteredOutput,
    Spend,
    input_hash,
)
from matinee.generation.requests import ImageProvider, ImageRequest, TextProvider, TextRequest

_LETTERS_A_TOKEN = 8
_MADE_BY_A_MODEL = "trainedAlgorithmicMedia"

Answer = TypeVar("Answer")
Provider = TypeVar("Provider")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a call may take in all, and how many run at once; more wait, then are refused."""

    seconds: float = 120.0
    at_once: int = 4
    waiting: int = 32


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text that left the door: the words, the parsed object where a schema was given."""

    text: str
    value: dict[str, Any] | None
    registered: RegisteredOutput


@dataclass(slots=True)
class GenerationService:
    """Text and picture models by the id of their tool, behind the three ports."""

    permits: PermitRegister
    outputs: OutputRegister
    names: NameCheck
    text_tools: Mapping[str, TextProvider] = field(default_factory=dict)
    image_tools: Mapping[str, ImageProvider] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=Bounds)
    _running: asyncio.Semaphore = field(init=False)
    _waiting: int = 0

    def __post_init__(self) -> None:
        self._running = asyncio.Semaphore(self.bounds.at_once)

    def tools(self) -> dict[str, ModelProfile]:
        """Every tool that is configured, by its id."""
        tools = {**self.text_tools, **self.image_tools}
        return {name: provider.profile for name, provider in tools.items()}

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
        held = _held(permit)
        provider = _provider(self.text_tools, tool)
        spend = await self._pass(
            held, request.prompt, request.bytes(), tool, Modality.TEXT, purpose, input_class
        )
        began = time.perf_counter()
        answer = await self._bounded(lambda: provider.write(request))
        text = valid_text(answer.text, longest=request.max_tokens * _LETTERS_A_TOKEN)
        value = None if request.schema is None else valid_json(text, request.schema)
        registered = await self.outputs.register(
            Output(
                content=text.encode(),
                media_type="text/plain; charset=utf-8",
                model=provider.profile.name,
                source_type=_MADE_BY_A_MODEL,
                parents=tuple(sorted(spend.call.inputs)),
                seconds=time.perf_counter() - began,
            ),
            spend,
        )
        return WrittenText(text, value, registered)

    async def image(
        self, permit: Permit | None, request: ImageRequest, *, tool: str, purpose: str
    ) -> RegisteredOutput:
        """Make a picture. Without a live permit for exactly this: :class:`Denied`."""
        held = _held(permit)
        provider = _provider(self.image_tools, tool)
        source = request.source or request.prompt.encode()
        spend = await self._pass(held, request.prompt, source, tool, Modality.IMAGE, purpose, None)
        began = time.perf_counter()
        answer = await self._bounded(lambda: provider.picture(request))
        content = valid_png(answer.content, request)
        output = Output(
            content=content,
            media_type="image/png",
            model=provider.profile.name,
            source_type=_MADE_BY_A_MODEL,
            parents=tuple(sorted(spend.call.inputs)),
            seconds=time.perf_counter() - began,
        )
        return await self.outputs.register(output, spend)

    async def _pass(
        self,
        permit: Permit,
        prompt: str,
        source: bytes,
        tool: str,
        modality: Modality,
        purpose: str,
        input_class: str | None,
    ) -> Spend:
        standing = permit.kind is PermitKind.STANDING
        call = IntendedCall(
            tool=tool,
            modality=modality,
            purpose=purpose,
            production=permit.production,
            performer=permit.performer,
            inputs=frozenset() if standing else frozenset({input_hash(source)}),
            input_class=input_class,
        )
        matches = self.names.uncleared(prompt, permit.production)
        if matches:
            terms = ", ".join(match.term for match in matches)
            raise Denied(
                f"The prompt names what is not cleared: {terms}.",
                remedy="Take the names out, or bring the permission for each (rule R7).",
                code="uncleared_names",
                field="prompt",
            )
        return (
            self.permits.admit(permit, call) if standing else await self.permits.spend(permit, call)
        )

    async def _bounded(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        if self._waiting >= self.bounds.waiting:
            raise Unavailable(
                "Too many calls are waiting for a model.", remedy="Try again.", code="model_busy"
            )
        self._waiting += 1
        try:
            async with asyncio.timeout(self.bounds.seconds):
                async with self._running:
                    return await ask()
        except TimeoutError as late:
            raise Unavailable(
                f"The model did not answer within {self.bounds.seconds:g} s.",
                remedy="Try again, or ask for less at once.",
                code="model_unavailable",
            ) from late
        finally:
            self._waiting -= 1


def _held(permit: Permit | None) -> Permit:
    if permit is None:
        raise Denied(
            "No generative model runs without a permit.",
            remedy="Declare the use; a decision that says go mints the permit.",
            code="no_permit",
        )
    return permit


def _provider(tools: Mapping[str, Provider], tool: str) -> Provider:
    if tool not in tools:
        raise Unavailable(
            f"No model is configured for the tool {tool}.",
            remedy="Name a provider in the settings of generation; nothing replaces it silently.",
            code="no_provider",
        )
    return tools[tool]
