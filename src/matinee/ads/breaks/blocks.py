"""Whose ads a title must not hold: those that its programmer keeps out, and the house's by rule."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from matinee.errors import Invalid, NotFound

_MOST_TERRITORIES = 250
MOST_KEPT_OUT = 200
STRICT = {"extra": "forbid"}
"""For pydantic: a request that names what nobody reads is refused, not half understood."""


@dataclass(frozen=True, slots=True)
class Where:
    """Some territories, and titles of some ages.

    The territory is among ``territories`` (empty: everywhere), and the title's age there lies from
    ``from_age`` to ``to_age``; a title whose age is not known is within every such rule.
    """

    territories: frozenset[str] = frozenset()
    from_age: int = 0
    to_age: int = 99

    def check(self, field: str) -> None:
        """Invalid where it is no such thing."""
        if len(self.territories) > _MOST_TERRITORIES:
            raise Invalid("It names too many territories.", field=field)
        if not 0 <= self.from_age <= self.to_age <= 99:
            raise Invalid("Ages are 0 to 99, the lower one first.", field=field)

    def holds(self, territory: str, age: int | None) -> bool:
        """Whether the rule is to be kept there."""
        here = not self.territories or territory in self.territories
        return here and (age is None or self.from_age <= age <= self.to_age)


@dataclass(frozen=True, slots=True)
class Block:
    """Whose ads some titles must not hold: by advertisers, and by categories of the IAB."""

    __pydantic_config__: ClassVar = STRICT

    advertisers: frozenset[UUID] = frozenset()
    categories: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    from_age: int = 0
    to_age: int = 99

    def __post_init__(self) -> None:
        self.where.check("blocks")
        if not 0 < len(self.advertisers) + len(self.categories) <= MOST_KEPT_OUT:
            raise Invalid(
                f"A block names 1 to {MOST_KEPT_OUT} advertisers and categories.", field="blocks"
            )

    @property
    def where(self) -> Where:
        """Of which titles."""
        return Where(self.territories, self.from_age, self.to_age)


@dataclass(frozen=True, slots=True)
class ShutOut:
    """What a title's breaks must not hold in a territory, and its ``age`` there where known."""

    advertisers: frozenset[UUID] = frozenset()
    categories: frozenset[str] = frozenset()
    age: int | None = None


def changed_blocks(
    blocks: tuple[Block, ...], *, add: Block | None = None, remove: Block | None = None
) -> tuple[Block, ...]:
    """With one more, or one less; Invalid where it stands already, NotFound where it does not."""
    if add in blocks:
        raise Invalid("Just that is kept out already.", field="blocks", code="taken")
    if remove is not None and remove not in blocks:
        raise NotFound("There is no such block.", remedy="Open the page again.")
    left = tuple(each for each in blocks if each != remove)
    return left if add is None else (*left, add)


def shut_out(
    blocks: Iterable[Block], own: Collection[UUID], territory: str, age: int | None
) -> ShutOut:
    """By the house's ``blocks``, and the title's ``own`` advertisers that are kept out."""
    kept = [each for each in blocks if each.where.holds(territory, age)]
    return ShutOut(
        frozenset(own).union(*(each.advertisers for each in kept)),
        frozenset[str]().union(*(each.categories for each in kept)),
        age,
    )
