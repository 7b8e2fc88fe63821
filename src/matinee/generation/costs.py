"""What calls of models cost: counted in tokens, pictures and seconds, at the prices given."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol
from uuid import UUID

from matinee.generation.answers import Tokens
from matinee.generation.model import Modality

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Price:
    """What a tool charges, in units of a currency (ISO 4217)."""

    currency: str = "EUR"
    million_prompt_tokens: Decimal = Decimal(0)
    million_answer_tokens: Decimal = Decimal(0)
    picture: Decimal = Decimal(0)
    hour: Decimal = Decimal(0)

    def micros(self, tokens: Tokens, *, pictures: int, seconds: float) -> int:
        """The price of a call in millionths of the currency's unit, rounded half up."""
        whole = (
            self.million_prompt_tokens * tokens.prompt / _MILLION
            + self.million_answer_tokens * tokens.answer / _MILLION
            + self.picture * pictures
            + self.hour * Decimal(str(seconds)) / 3600
        )
        return int((whole * _MILLION).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def charges(self) -> bool:
        """Whether anything is charged at all, or nobody said a price."""
        prices = (self.million_prompt_tokens, self.million_answer_tokens, self.picture, self.hour)
        return any(prices)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a picture is to cost, in millionths of the currency's unit, before it is asked for.

    ``likely_micros`` goes by how long earlier ones of the tool took, and is None where it is
    charged by the hour and none was made yet; ``most_micros`` by its limit of ``most_seconds``, and
    by as many pictures as the model may be asked for within one use.
    """

    currency: str
    likely_micros: int | None
    most_micros: int
    likely_seconds: float | None
    most_seconds: float
    charges: bool


def estimate(price: Price, *, typical: float | None, longest: float, answers: int) -> Estimate:
    """For one picture; ``typical`` and ``longest`` are seconds of a call with all its answers."""

    def micros(seconds: float, pictures: int = 1) -> int:
        return price.micros(Tokens(), pictures=pictures, seconds=seconds)

    by_the_hour = price.hour > 0
    known = typical is not None or not by_the_hour
    return Estimate(
        currency=price.currency,
        likely_micros=micros(typical or 0.0) if known else None,
        most_micros=micros(longest, answers),
        likely_seconds=typical,
        most_seconds=longest,
        charges=price.charges,
    )


@dataclass(frozen=True, slots=True)
class Spent:
    """What the calls of one permit came to."""

    calls: int
    seconds: float
    cost_micros: int


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call that spent a use of a permit, whether or not anything came of it."""

    id: UUID
    at: datetime
    tool: str
    model: str
    modality: Modality
    purpose: str
    production: str | None
    permit_id: UUID
    spend_id: UUID
    output_id: UUID | None
    outcome: str
    """``output``, or the code of what went wrong."""
    asked: int
    """How often the model was asked; 0 where the answer was kept from before."""
    seconds: float
    tokens: Tokens
    currency: str
    cost_micros: int


@dataclass(frozen=True, slots=True)
class Expense:
    """What the calls of a tool came to, for a production where one is named."""

    tool: str
    production: str | None
    currency: str
    calls: int
    outputs: int
    prompt_tokens: int
    answer_tokens: int
    seconds: float
    cost_micros: int


class CallBook(Protocol):
    """Where calls are written down."""

    async def enter(self, record: CallRecord) -> None:
        """Write one call down."""
        ...


class NoBook:
    """Nothing is written down: for a door that stands alone, as in tests."""

    async def enter(self, record: CallRecord) -> None:
        """Forget it."""
