from decimal import Decimal

import pytest

from matinee.errors import Invalid
from matinee.vocabulary.money import Money


def test_a_thousand_impressions_cost_what_a_thousand_cost() -> None:
    one = Money.of("0.025", "EUR")
    total = Money("EUR", 0)
    for _ in range(1000):
        total += one
    assert total == Money.of(25, "EUR")
    assert str(total) == "25.00 EUR"


def test_half_a_cent_goes_to_the_even_one() -> None:
    assert Money.of("0.125", "EUR").cents == Decimal("0.12")
    assert Money.of("0.135", "EUR").cents == Decimal("0.14")


def test_two_currencies_are_not_added() -> None:
    with pytest.raises(Invalid):
        _ = Money.of(1, "EUR") + Money.of(1, "USD")


@pytest.mark.parametrize(("amount", "currency"), [("0.0000001", "EUR"), ("1", "euro")])
def test_what_is_no_money_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(Invalid):
        Money.of(amount, currency)
