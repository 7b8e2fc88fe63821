"""The full sample of the Universal Schedule Standard, scheduled again.

The sample has no rates, so a day of somebody costs 10 for board numbers 1 to 5, 4 for 6 to 20, else
1, work and hold alike, and nobody is dropped and picked up. A day holds five pages, more only with
one scene; there are at most 56 days, as many as its own board 'Rev. WHITE' has. Night exteriors and
daylight exteriors are not on one day nor daylight on the next date (its own board does not keep to
that, and is reported as it is). A set more on a day costs 2, a day 10. The board's two strips in
the boneyard, and those that it forgot, are scheduled too.

Each time limit is a piece that is kept (``benchmarks/results/runs/``): ``--minutes`` runs a slice,
and the next goes on. The limits are the clock's, on two processors: a quiet machine is wanted.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.kept_pieces import RUNS, KeptPieces, Measured, source_of
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.studio.schedule import planning
from matinee.studio.schedule.measures import BoardReading, check, read_board
from matinee.studio.schedule.model import EIGHTHS_A_PAGE, CastMember, Rules, ShootingScript
from matinee.studio.schedule.planning import plan
from matinee.studio.schedule.uss import read_uss

_OWN_BOARD = "Rev. WHITE"
_SECONDS = (10, 60, 300)
_GOAL = 0.6


def run(quick: bool, *, minutes: float | None = None) -> Outcome:
    """``quick``: ten seconds only."""
    file = shared("schedules") / "full_sample_schedule.uss"
    held = read_uss(file.read_bytes())
    own = next(one.board for one in held.boards if one.name == _OWN_BOARD)
    script = replace(
        held.script,
        cast={number: _weighed(member) for number, member in held.script.cast.items()},
        rules=Rules(eighths_a_day=5 * EIGHTHS_A_PAGE, most_days=len(own.days)),
    )
    theirs = read_board(script, own)
    digest = sha256_of(file)
    key = {"data": digest, "source": source_of(*_planners(), Path(__file__))}
    kept = None if quick else RUNS / "reschedule.jsonl"
    pieces = KeptPieces(kept, key, minutes=minutes)
    figures: dict[str, Figure] = {
        "strips": sum(not strip.banner for strip in script.strips.values()),
        "goal_hold_ratio": _GOAL,
    }
    for seconds in _SECONDS[:1] if quick else _SECONDS:
        told = pieces.measured(f"{seconds} s", partial(_planned, script, seconds, theirs))
        if told is not None:
            figures |= {f"{name}_at_{seconds}s": value for name, value in told.items()}
    if not quick:
        figures |= pieces.told()
    return Outcome(figures, {f"the sample's board {_OWN_BOARD}": _figures(theirs)}, digest)


def _planners() -> list[Path]:
    """The modules that a plan comes of."""
    folder = Path(planning.__file__).parent
    names = ("planning", "annealing", "constraint_model", "problem", "measures")
    return [folder / f"{name}.py" for name in names]


def _planned(script: ShootingScript, seconds: int, theirs: BoardReading) -> Measured:
    planned = plan(script, seconds=seconds)
    check(script, planned.board)
    read = read_board(script, planned.board)
    return {
        **_figures(read),
        "hold_ratio": round(read.hold_days / theirs.hold_days, 3),
        "cost": planned.cost,
        "bound": planned.bound,
        "gap": round(planned.gap, 3),
    }


def _weighed(member: CastMember) -> CastMember:
    number = int(member.number)
    rate = 10 if number <= 5 else 4 if number <= 20 else 1
    return replace(member, rate=rate, drops_after=None)


def _figures(read: BoardReading) -> dict[str, Figure]:
    def broken(rule: str) -> int:
        return sum(flag.rule == rule for flag in read.flags)

    return {
        "days": read.days,
        "work_days": read.work_days,
        "hold_days": read.hold_days,
        "weighted_cast_days": read.cast_cost,
        "weighted_hold_days": read.hold_cost,
        "company_moves": read.moves,
        "sets_by_day": read.sets,
        "longest_day_pages": read.longest_day / EIGHTHS_A_PAGE,
        "days_too_long": broken("pages"),
        "days_of_night_and_daylight": broken("light"),
        "short_turnarounds": broken("turnaround"),
        "unscheduled": read.boneyard,
    }
