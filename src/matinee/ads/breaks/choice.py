"""The best set of breaks under the rules, exactly, by dynamic programming over time.

A prefix of a choice is worth no more to what follows than when its last break was, how much of the
present hour is used, and how many breaks there are: of those alike in all of that only the best is
kept (Bellman 1957). With ``n`` places, ``b`` breaks an hour and ``m`` in all, the work is O(n · b ·
m · s), ``s`` the distinct sums of seconds in an hour, one for each count where breaks last alike.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matinee.ads.breaks.model import HOUR, BreakRules, HourLimits

_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Option:
    """A place that may be chosen, or, ``forced``, must be; ``seconds`` is how long it breaks."""

    at: float
    value: int
    seconds: float
    forced: bool = False


@dataclass(frozen=True, slots=True)
class _Used:
    """What counts of a prefix: the hour of its last break, breaks and milliseconds in it, all."""

    hour: int
    breaks: int
    milliseconds: int
    all: int


@dataclass(frozen=True, slots=True)
class _Prefix:
    value: int
    last: int
    before: "_Prefix | None"


_Kept = dict[_Used, _Prefix]
_NOTHING = _Used(-1, 0, 0, 0)


def choose(
    options: Sequence[Option], rules: BreakRules, hours: HourLimits, *, film_seconds: float
) -> list[int]:
    """Which options make the greatest sum of values under the rules, by time.

    Args:
        options: in any order. Those that are forced are always taken, and keep no rule among
            themselves; all others keep every rule, towards the forced ones too.
        rules: all but the score, which is up to whoever makes the options, and the hours.
        hours: what an hour may hold.
        film_seconds: the film's length.

    Returns:
        Indices of ``options``. Options worth nothing or less are taken only if they are forced.
    """
    search = _Search(options, rules, hours, film_seconds)
    return search.best()


class _Search:
    def __init__(
        self,
        options: Sequence[Option],
        rules: BreakRules,
        hours: HourLimits,
        film_seconds: float,
    ) -> None:
        self._options, self._rules, self._hours = options, rules, hours
        self._film_seconds = film_seconds
        self._ordered = sorted(
            (place for place, option in enumerate(options) if self._may(option)),
            key=lambda place: options[place].at,
        )
        forced = [place for place in self._ordered if options[place].forced]
        self._forced = [options[place].at for place in forced]
        self._taken_ahead = self._forced_in_hours(forced)

    def best(self) -> list[int]:
        """See :func:`choose`."""
        ripe: _Kept = {_NOTHING: _Prefix(0, -1, None)}
        unripe = deque[tuple[float, _Kept]]()
        for place in self._ordered:
            option = self._options[place]
            while unripe and unripe[0][0] + self._rules.distance_seconds <= option.at:
                _keep(ripe, unripe.popleft()[1].items())
            if option.forced:
                # Whatever does not hold it is out; and it may lie near another that is forced.
                near = (
                    (used, prefix)
                    for _, kept in unripe
                    for used, prefix in kept.items()
                    if self._options[prefix.last].forced
                )
                made = self._extended([*ripe.items(), *near], place)
                ripe, unripe = {}, deque([(option.at, made)])
            elif self._clear_of_forced(option.at):
                unripe.append((option.at, self._extended(ripe.items(), place)))
        for _, kept in unripe:
            _keep(ripe, kept.items())
        return _taken(max(ripe.values(), key=lambda prefix: prefix.value)) if ripe else []

    def _may(self, option: Option) -> bool:
        rules = self._rules
        latest = self._film_seconds - rules.end_seconds
        return option.forced or (
            option.value > 0 and rules.first_seconds <= option.at <= latest and rules.most > 0
        )

    def _clear_of_forced(self, at: float) -> bool:
        return all(abs(at - other) >= self._rules.distance_seconds for other in self._forced)

    def _forced_in_hours(self, forced: Iterable[int]) -> dict[int, tuple[int, int]]:
        """By hour, what forced options take of it: others may use only what they leave."""
        taken = dict[int, tuple[int, int]]()
        for place in forced:
            option = self._options[place]
            hour = int(option.at // HOUR)
            breaks, used = taken.get(hour, (0, 0))
            taken[hour] = breaks + 1, used + _whole(option.seconds)
        return taken

    def _extended(self, prefixes: Iterable[tuple[_Used, _Prefix]], place: int) -> _Kept:
        option = self._options[place]
        hour, length = int(option.at // HOUR), _whole(option.seconds)
        most, room = self._hours.of_hour(hour, self._film_seconds)
        forced, forced_length = self._taken_ahead.get(hour, (0, 0))
        made: _Kept = {}
        for used, prefix in prefixes:
            # The count of an hour holds what is not forced; the forced part is known beforehand.
            breaks, spent = (used.breaks, used.milliseconds) if used.hour == hour else (0, 0)
            total = used.all
            if not option.forced:
                breaks, spent, total = breaks + 1, spent + length, total + 1
                if breaks + forced > most or spent + forced_length > _whole(room):
                    continue
                if total + len(self._forced) > self._rules.most:
                    continue
            after = _Used(hour, breaks, spent, total)
            _keep(made, [(after, _Prefix(prefix.value + option.value, place, prefix))])
        return made


def _keep(kept: _Kept, more: Iterable[tuple[_Used, _Prefix]]) -> None:
    for used, prefix in more:
        if used not in kept or kept[used].value < prefix.value:
            kept[used] = prefix


def _taken(prefix: _Prefix) -> list[int]:
    found = list[int]()
    step: _Prefix | None = prefix
    while step is not None and step.last >= 0:
        found.append(step.last)
        step = step.before
    return found[::-1]


def _whole(seconds: float) -> int:
    return round(seconds * _MILLISECONDS)
