"""What the sequence model gains by hearing how events came about, on the demo's own log.

Histories are as the house trains on them: each title of a member once, at its last event, with its
standing. Asked for are first finishes after the cut, with the history of that moment from which the
asked title itself is left out; when and on what is told, as at a request. Every model learns with
three seeds; a member's figure is the mean of the three, and differences are paired by member.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.outcome import Figure
from benchmarks.recommend.time_split import Asked, by_member
from matinee.audience.model import KIND_CODES, EventKind
from matinee.demo.simulator.log import SimulatedLog
from matinee.demo.simulator.people import DEVICES
from matinee.recommend.arrays import Floats, Reals
from matinee.recommend.evaluation.harness import Scorer
from matinee.recommend.evaluation.intervals import paired_difference
from matinee.recommend.evaluation.metrics import gains, places
from matinee.recommend.evaluation.split import Split
from matinee.recommend.histories import Histories
from matinee.recommend.history_weights import standings
from matinee.recommend.occasions import COLUMNS, ROWS, as_asked, device_rows, of_events
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.training import Training

_COLUMNS = {"standing": (0,), "gap": (1,), "hour": (2,), "device": (3,), "all": (0, 1, 2, 3)}
_SAYING = [
    KIND_CODES[kind]
    for kind in (
        EventKind.FINISH,
        EventKind.THUMB,
        EventKind.LIST,
        EventKind.PLAY,
        EventKind.PROGRESS,
    )
]
_LIST, _CHUNK, _SEEDS = 10, 512, (1, 2, 3)


def occasions_figures(
    log: SimulatedLog, *, share: float, most: int, passes: int
) -> Mapping[str, Figure]:
    """NDCG@10 with what each column tells, and with all, against the model that is told nothing."""
    told = Told.of(log)
    finishes = told.at[told.kinds == KIND_CODES[EventKind.FINISH]]
    cut = float(np.quantile(finishes, share))
    learned = told.before(cut)
    known = np.bincount(learned.items, minlength=told.item_count) > 0
    asked = told.asked(known, cut, np.inf, most=most)
    untold = _mean_gains(_hearing(learned, ()), asked, known, passes)
    figures: dict[str, Figure] = {"occasions_untold_ndcg10": round(float(untold.mean()), 4)}
    for name, columns in _COLUMNS.items():
        hearing = replace(
            asked, split=replace(asked.split, past=_hearing(asked.split.past, columns))
        )
        found = _mean_gains(_hearing(learned, columns), hearing, known, passes)
        gain = paired_difference(found, untold)
        verdict = "helps" if gain.low > 0 else "harms" if gain.high < 0 else "a tie"
        figures[f"occasions_{name}_ndcg10"] = round(float(found.mean()), 4)
        figures[f"occasions_{name}_against_untold"] = (
            f"{verdict}: {gain.low:+.4f} to {gain.high:+.4f}"
        )
    return figures


def _mean_gains(learned: Histories, asked: Asked, known: NDArray[np.bool_], passes: int) -> Floats:
    """By member, the mean NDCG@10 of models from three seeds."""
    shape = Shape() if learned.occasions is None else Shape(occasions=ROWS)
    facts = np.zeros((learned.item_count, 1), np.float32)
    found = [
        _gains(
            Training(
                learned,
                facts,
                shape,
                Course(epochs=passes, warm_steps=50, dropout=0.3, seed=seed),
            ).run(),
            asked,
            known,
        )
        for seed in _SEEDS
    ]
    return np.mean(found, axis=0)


def _gains(scorer: Scorer, asked: Asked, known: NDArray[np.bool_]) -> Floats:
    found: list[Floats] = []
    split = asked.split
    for start in range(0, len(split.asked), _CHUNK):
        rows = np.zeros(len(split.past), np.bool_)
        rows[start : start + _CHUNK] = True
        part = split.past.choosing(rows)
        where = places(
            scorer.score(part), split.targets[start : start + _CHUNK], part.seen() | ~known
        )
        found.append(gains(where, _LIST))
    return by_member(np.concatenate(found), asked.members)


def _hearing(histories: Histories, columns: tuple[int, ...]) -> Histories:
    """The same, told some columns alone; without any, told nothing."""
    if not columns or histories.occasions is None:
        return replace(histories, occasions=None, asked_at=None)
    kept = np.zeros(COLUMNS, np.uint8)
    kept[list(columns)] = 1
    asked = histories.asked_at
    return replace(
        histories,
        occasions=histories.occasions * kept,
        asked_at=None if asked is None else asked * kept,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Events that say something of a title, by member and then by time."""

    members: NDArray[np.int64]
    items: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    values: Reals
    at: Floats
    devices: NDArray[np.uint8]
    item_count: int

    @classmethod
    def of(cls, log: SimulatedLog) -> "Told":
        """Of the simulated log."""
        events = log.events[np.isin(log["kind"], _SAYING) & (log["film"] >= 0)]
        events = events[np.lexsort((events["at"], events["profile"]))]
        films, items = np.unique(events["film"], return_inverse=True)
        _, members = np.unique(events["profile"], return_inverse=True)
        devices = device_rows(["", *DEVICES])[events["device"].astype(np.int64) + 1]
        return cls(
            members.astype(np.int64),
            items.astype(np.int64),
            events["kind"].copy(),
            events["value"].copy(),
            events["at"].copy(),
            devices,
            len(films),
        )

    def histories(self, rows: NDArray[np.intp], of: NDArray[np.int64], count: int) -> Histories:
        """Of some events, in order, that belong to ``of`` so many histories."""
        keys = of * self.item_count + self.items[rows]
        stood = standings(keys, self.kinds[rows], self.values[rows])
        liked = np.flatnonzero(stood.strengths > 0)
        order = liked[np.argsort(stood.last[liked])]
        last = rows[stood.last[order]]
        whose, watched = np.divmod(stood.keys[order], self.item_count)
        told = of_events(
            strengths=stood.strengths[order],
            at=self.at[last],
            clocked=np.ones(last.size, np.bool_),
            members=whose,
            devices=self.devices[last],
        )
        return Histories.of(
            whose,
            watched,
            member_count=count,
            item_count=self.item_count,
            strengths=stood.strengths[order],
            occasions=told,
        )

    def before(self, moment: float) -> Histories:
        """Everybody's history until then."""
        rows = np.flatnonzero(self.at < moment)
        return self.histories(rows, self.members[rows], int(self.members.max()) + 1)

    def asked(self, known: NDArray[np.bool_], start: float, end: float, *, most: int) -> Asked:
        """First finishes of a stretch of time, at most so many of a member."""
        finishes = np.flatnonzero(self.kinds == KIND_CODES[EventKind.FINISH])
        _, first = np.unique(
            self.members[finishes] * self.item_count + self.items[finishes], return_index=True
        )
        chosen = finishes[first]
        chosen = chosen[(self.at[chosen] >= start) & (self.at[chosen] < end)]
        unknown = int((~known[self.items[chosen]]).sum())
        chosen = np.random.default_rng(0).permutation(chosen[known[self.items[chosen]]])
        chosen = chosen[np.argsort(self.members[chosen], kind="stable")]
        rank = np.arange(chosen.size)
        rank -= np.searchsorted(self.members[chosen], self.members[chosen])
        chosen = np.sort(chosen[rank < most])
        begins = np.searchsorted(self.members, self.members[chosen])
        rows, of = [], []
        for place, (begin, row) in enumerate(zip(begins.tolist(), chosen.tolist(), strict=True)):
            own = np.arange(begin, row)
            own = own[self.items[own] != self.items[row]]
            rows.append(own)
            of.append(np.full(own.size, place))
        past = self.histories(np.concatenate(rows), np.concatenate(of), chosen.size)
        moment = of_events(
            strengths=np.zeros(chosen.size, np.float32),
            at=self.at[chosen],
            clocked=np.ones(chosen.size, np.bool_),
            members=np.arange(chosen.size),
            devices=self.devices[chosen],
        )
        past = replace(past, asked_at=as_asked(moment))
        split = Split(past, np.arange(chosen.size), self.items[chosen].astype(np.int32))
        return Asked(split, self.members[chosen], unknown)
