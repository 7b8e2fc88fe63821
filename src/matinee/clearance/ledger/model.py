"""How far a caller sees into the ledger: all of it, or what is about the own objects."""

from dataclasses import dataclass

from matinee.access.door import may_use, reached_by
from matinee.access.model import Caller, ObjectKind, Use


@dataclass(frozen=True, slots=True)
class Sight:
    """The productions and performers whose entries are seen, by id."""

    productions: frozenset[str] = frozenset()
    performers: frozenset[str] = frozenset()


def sight_of(caller: Caller) -> Sight | None:
    """What a caller sees; None where that is everything, as for counsel and operators.

    A film-maker sees the entries of the own productions, a representative those of the own
    performers: what was declared, decided, permitted, used, made, seen and closed away.
    """
    if may_use(caller, Use.COUNSEL):
        return None
    return Sight(
        reached_by(caller, Use.PRODUCE, ObjectKind.PRODUCTION),
        reached_by(caller, Use.REPRESENT, ObjectKind.PERFORMER),
    )
