"""Money: whole millionths of a currency, so that prices of single impressions add up exactly."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Self

from matinee.errors import Invalid

MILLIONTHS = 1_000_000
_CURRENCY = re.compile(r"[A-Z]{3}")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in millionths of a currency of ISO 4217; sums of two currencies are refused."""

    currency: str
    millionths: int

    def __post_init__(self) -> None:
        if not _CURRENCY.fullmatch(self.currency):
            raise Invalid(
                f"{self.currency[:8]!r} is not a currency.",
                remedy="Give three letters of ISO 4217, such as EUR.",
                field="currency",
            )

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """From units of the currency; more than six decimals are refused."""
        millionths = Decimal(amount) * MILLIONTHS
        if millionths != millionths.to_integral_value():
            raise Invalid("Money has at most six decimals.", field="amount")
        return cls(currency, int(millionths))

    @property
    def amount(self) -> Decimal:
        """In units of the currency, exactly."""
        return Decimal(self.millionths) / MILLIONTHS

    @property
    def cents(self) -> Decimal:
        """In units of the currency, to the cent; half a cent goes to the even one."""
        return self.amount.quantize(_CENT, rounding=ROUND_HALF_EVEN)

    def __add__(self, other: "Money") -> "Money":
        self._refuse(other)
        return Money(self.currency, self.millionths + other.millionths)

    def __sub__(self, other: "Money") -> "Money":
        self._refuse(other)
        return Money(self.currency, self.millionths - other.millionths)

    def __str__(self) -> str:
        return f"{self.cents} {self.currency}"

    def _refuse(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise Invalid("Two currencies are not added.", field="currency")
