"""One call of a model, from the queue to the entry: the order of the door, whatever is made."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import structlog
from opentelemetry.trace import SpanKind

from matinee.errors import Denied, Invalid, MatineeError, Unavailable
from matinee.foundation.tracing import span
from matinee.generation.answers import Heed, Provider, Tokens
from matinee.generation.checks import REFUSED, UNANSWERED
from matinee.generation.costs import CallBook, CallRecord, Price
from matinee.generation.kept import KeptAnswers, key_of
from matinee.generation.lane import Lane
from matinee.generation.model import (
    GENERATION,
    IntendedCall,
    Modality,
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
from matinee.generation.requests import Request, inputs_of
from matinee.generation.vigil import SwitchedOff, Vigil, while_live
from matinee.operation.flags.model import Switches
from matinee.vocabulary.ids import uuid7

Answer = TypeVar("Answer", bound=Any)
Value = TypeVar("Value")
Tool = TypeVar("Tool", bound=Provider)
_log = structlog.get_logger()
_GIVEN_UP = 0.2
"""Who waited for this share of a call's time and went away did so for want of an answer."""


@dataclass(frozen=True, slots=True)
class Product(Generic[Value]):
    """An answer that was accepted: what is registered, and what of it the caller is told."""

    content: bytes
    media_type: str
    source_type: str
    value: Value
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Call(Generic[Answer, Value]):
    """What is asked of which model; ``accept`` raises where the answer does not do.

    An answer has ``pictures``, which are counted as paid also where it is refused.
    """

    request: Request
    provider: Provider
    modality: Modality
    tool: str
    purpose: str
    input_class: str | None
    ask: Callable[[Heed], Coroutine[Any, Any, Answer]]
    accept: Callable[[Answer], Product[Value]]
    pictures: int = 0


@dataclass(slots=True)
class _Count:
    """What a call has cost so far."""

    asked: int = 0
    seconds: float = 0.0
    prompt: int = 0
    answer: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Caller:
    """Makes calls through the ports."""

    permits: PermitRegister
    outputs: OutputRegister
    names: NameCheck
    kept: KeptAnswers
    book: CallBook
    vigil: Vigil
    lane_of: Callable[[str], Lane]
    price_of: Callable[[str], Price]
    switches: Switches

    async def make(
        self, permit: Permit | None, call: Call[Any, Value]
    ) -> tuple[RegisteredOutput, Value]:
        """Make it and register it; what a use was spent for and did not come is entered too."""
        held = _held(permit)
        self._require_on()
        _require_able(call)
        lane = self.lane_of(call.tool)
        async with lane.place():
            await _ready(call, lane)
            self._require_on()
            self._require_cleared(call.request, held)
            spend = await self._spend(held, call)
            count, outcome = _Count(), "cancelled"
            output: RegisteredOutput | None = None
            try:
                key = key_of(spend.call, call.provider.profile, call.request)
                product: Product[Value] | None = self.kept.find(key)
                repeated = product is not None
                if product is None:
                    product = await self._asked(call, spend, lane, count)
                    self.kept.keep(key, product, len(product.content))
                output = await self.outputs.register(
                    _output(call, product, count, repeated=repeated), spend
                )
                outcome = "output"
            except MatineeError as failure:
                outcome = failure.code
                raise
            except Exception:
                outcome = "failed"
                raise
            else:
                return output, product.value
            finally:
                # Shielded: a caller that goes away does not take the entry along.
                await asyncio.shield(self._settle(call, spend, output, outcome, count))

    async def _spend(self, permit: Permit, call: Call[Any, Any]) -> Spend:
        intended = IntendedCall(
            tool=call.tool,
            modality=call.modality,
            purpose=call.purpose,
            production=permit.production,
            performer=permit.performer,
            inputs=inputs_of(call.request),
            input_class=call.input_class,
        )
        if permit.kind is PermitKind.STANDING:
            return self.permits.admit(permit, intended)
        return await self.permits.spend(permit, intended)

    async def _asked(
        self, call: Call[Answer, Value], spend: Spend, lane: Lane, count: _Count
    ) -> Product[Value]:
        deadline = time.monotonic() + lane.bounds.seconds
        while True:
            count.asked += 1
            began = time.monotonic()
            try:
                product = await self._asked_once(call, spend, deadline, count)
            except asyncio.CancelledError:
                if time.monotonic() - began >= lane.bounds.seconds * _GIVEN_UP:
                    lane.breaker.failed()
                raise
            except Unavailable as failure:
                if failure.code == UNANSWERED:
                    lane.breaker.failed()
                if failure.code == REFUSED:
                    count.pictures += call.pictures
                if failure.code != REFUSED or count.asked >= lane.bounds.answers:
                    raise
                lane.breaker.went_well()
                _log.info("a model's answer was refused, and it is asked again", tool=call.tool)
            else:
                lane.breaker.went_well()
                count.pictures += call.pictures
                return product

    async def _asked_once(
        self, call: Call[Answer, Value], spend: Spend, deadline: float, count: _Count
    ) -> Product[Value]:
        async def work() -> Product[Value]:
            with span(
                f"model {call.tool}",
                kind=SpanKind.CLIENT,
                gen_ai__request__model=call.tool,
                gen_ai__output__type=call.modality.value,
            ):
                answer = await call.ask(lambda: self._still_live(spend))
            tokens: Tokens = answer.tokens
            count.prompt += tokens.prompt
            count.answer += tokens.answer
            return await asyncio.to_thread(call.accept, answer)

        began = time.monotonic()
        try:
            return await while_live(
                work(),
                lambda: self._still_live(spend),
                self.vigil,
                seconds=max(0.0, deadline - began),
            )
        finally:
            count.seconds += time.monotonic() - began

    async def _still_live(self, spend: Spend) -> None:
        self._require_on()
        await self.permits.still_live(spend.permit, spend.call.inputs)

    def _require_on(self) -> None:
        if not self.switches.on(GENERATION):
            raise SwitchedOff(
                "The operator has switched generation off.",
                remedy="Ask again once it is on.",
            )

    def _require_cleared(self, request: Request, permit: Permit) -> None:
        matches = [
            match
            for words in request.words()
            for match in self.names.uncleared(words, permit.production)
        ]
        if matches:
            terms = ", ".join(dict.fromkeys(match.term for match in matches))
            raise Denied(
                f"The prompt names what is not cleared: {terms}.",
                remedy="Take the names out, or bring the permission for each (rule R7).",
                code="uncleared_names",
                field="prompt",
            )

    async def _settle(
        self,
        call: Call[Any, Any],
        spend: Spend,
        output: RegisteredOutput | None,
        outcome: str,
        count: _Count,
    ) -> None:
        """Enter what became of a use. What fails here is logged: the use itself is entered."""
        tokens = Tokens(count.prompt, count.answer)
        price = self.price_of(call.tool)
        now = datetime.now(UTC)
        record = CallRecord(
            id=uuid7(now),
            at=now,
            tool=call.tool,
            model=call.provider.profile.name,
            modality=call.modality,
            purpose=call.purpose,
            production=spend.permit.production,
            permit_id=spend.permit.id,
            spend_id=spend.id,
            output_id=None if output is None else output.id,
            outcome=outcome,
            asked=count.asked,
            seconds=round(count.seconds, 6),
            tokens=tokens,
            currency=price.currency,
            cost_micros=price.micros(tokens, pictures=count.pictures, seconds=count.seconds),
        )
        try:
            if output is None:
                await self.permits.without_output(spend, outcome)
            await self.book.enter(record)
        except MatineeError as failure:
            _log.error(
                "what became of a use could not be entered",
                spend=str(spend.id),
                outcome=outcome,
                failure=str(failure),
            )


def tool_of(tools: Mapping[str, Tool], tool: str, permit: Permit | None) -> Tool:
    """The engine of a tool. Without a permit nothing is looked for."""
    _held(permit)
    if tool not in tools:
        raise Unavailable(
            f"No model is configured for the tool {tool}.",
            remedy="Name it in the file that MATINEE_GENERATION__TOOLS_FILE names; nothing "
            "replaces it silently.",
            code="no_provider",
        )
    return tools[tool]


async def _ready(call: Call[Any, Any], lane: Lane) -> None:
    """Before anything is spent: an engine that is not there or does not load costs nothing."""
    try:
        async with asyncio.timeout(lane.bounds.seconds):
            await call.provider.ready()
    except TimeoutError as late:
        raise Unavailable(
            f"The model {call.provider.profile.name} did not load in {lane.bounds.seconds:g} s.",
            remedy="Try again; it goes on loading.",
            code="model_loading",
        ) from late


def _held(permit: Permit | None) -> Permit:
    if permit is None:
        raise Denied(
            "No generative model runs without a permit.",
            remedy="Declare the use; a decision that says go mints the permit.",
            code="no_permit",
        )
    return permit


def _require_able(call: Call[Any, Any]) -> None:
    profile = call.provider.profile
    lacking = sorted(call.request.needs() - profile.abilities)
    if lacking:
        raise Invalid(
            f"The model {profile.name} cannot take a {', '.join(lacking)}.",
            remedy="Leave it out, or use a tool that can; it would only be ignored.",
            code="not_able",
            field=lacking[0],
        )


def _output(
    call: Call[Any, Any], product: Product[Any], count: _Count, *, repeated: bool
) -> Output:
    return Output(
        content=product.content,
        media_type=product.media_type,
        model=call.provider.profile.name,
        source_type=product.source_type,
        parents=call.request.made_of(),
        seconds=count.seconds,
        request=input_hash(call.request.bytes()),
        licence=call.provider.profile.licence,
        training_basis=call.provider.profile.training_basis,
        weights=call.provider.profile.weights,
        stated=product.stated,
        repeated=repeated,
    )
