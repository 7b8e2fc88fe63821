"""A plan with a bound: annealing finds it, CP-SAT goes on from there and says what may be left."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from matinee.errors import Conflict, Invalid
from matinee.studio.schedule.annealing import anneal
from matinee.studio.schedule.constraint_model import ConstraintModel
from matinee.studio.schedule.hours.arranging import arranged
from matinee.studio.schedule.model import Board, ShootingScript
from matinee.studio.schedule.problem import Problem, board_of, problem_of

MOST_SECONDS = 600.0
_BY_ANNEALING = 0.85
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Planned:
    """``cost`` of the board, ``bound`` below which no board can be; equal where it is proved."""

    board: Board
    cost: int
    bound: int

    @property
    def gap(self) -> float:
        """How much of the cost might at most be saved yet, from 0 to 1."""
        return 0.0 if self.cost == 0 else (self.cost - self.bound) / self.cost


def plan(
    script: ShootingScript,
    *,
    seconds: float,
    boneyard: Sequence[str] = (),
    seed: int = 0,
    told: Callable[[float], None] = lambda _share: None,
) -> Planned:
    """Place every scene that is not in the boneyard, as cheaply as ``seconds`` allow.

    Banners go to the boneyard, since they say something about an order that is no more.

    Raises:
        Invalid: the seconds are not 1 to 600, or a rule names what is not there.
        Conflict: the rules cannot hold together (``impossible``; ``conflicts`` says which).
    """
    if not 1 <= seconds <= MOST_SECONDS:
        raise Invalid(f"Planning takes 1 to {MOST_SECONDS:g} seconds.", field="seconds")
    left_out = dict.fromkeys(boneyard)
    left_out |= {one: None for one, strip in script.strips.items() if strip.banner}
    ids = [strip for strip in script.strips if strip not in left_out]
    if not ids:
        return Planned(Board((), tuple(left_out)), 0, 0)
    problem = problem_of(script, ids)
    began = time.monotonic()
    days = anneal(
        problem,
        seconds=seconds * _BY_ANNEALING,
        seed=seed,
        told=lambda share: told(share * _BY_ANNEALING),
    )
    days, bound = _improved(problem, days, seconds - (time.monotonic() - began))
    told(1.0)
    board = arranged(script, board_of(problem, days, tuple(left_out)))
    return Planned(board, problem.cost(days), bound)


def _improved(problem: Problem, days: list[int], seconds: float) -> tuple[list[int], int]:
    written = ConstraintModel(problem)
    written.minimise(days)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.5, seconds)
    solver.parameters.num_workers = _WORKERS
    match solver.solve(written.model):
        case cp_model.OPTIMAL | cp_model.FEASIBLE:
            found = [
                next(day for day, here in enumerate(row) if solver.boolean_value(here))
                for row in written.on
            ]
        case cp_model.INFEASIBLE:
            raise Conflict(
                "No board keeps all of these rules.",
                remedy="Ask which of them stand against each other, and take one back.",
                code="impossible",
            )
        case _ if problem.kept(days):
            return days, problem.least()
        case _:
            raise Conflict(
                "In this time no board was found that keeps all of the rules.",
                remedy="Give it more time or more days.",
                code="none_found",
            )
    bound = max(problem.least(), round(solver.best_objective_bound))
    return found, min(bound, problem.cost(found))
