"""Why is this not possible: the fewest rules that cannot hold together, in words."""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from matinee.errors import Unavailable
from matinee.studio.schedule.constraint_model import (
    APART,
    AWAY,
    CLOCK,
    LIGHT,
    LOCKED,
    ORDER,
    PAGES,
    TURNAROUND,
    ConstraintModel,
    RuleKey,
)
from matinee.studio.schedule.model import ShootingScript
from matinee.studio.schedule.problem import Problem, problem_of
from matinee.studio.screenplay.pagination import written

_SECONDS_A_QUESTION = 10.0


def conflicts(script: ShootingScript, boneyard: Sequence[str] = ()) -> tuple[str, ...]:
    """Rules of which none can be left out for the others to clash; empty where a board exists.

    CP-SAT names some that clash; each is then left out in turn, and stays out if the rest still do
    (deletion filter, Chinneck and Dravnieks 1991).

    Raises:
        Unavailable: it cannot be told in time.
    """
    left_out = set(boneyard)
    ids = [strip for strip in script.strips if strip not in left_out]
    problem = problem_of(script, ids)
    written = ConstraintModel(problem, guarded=True)
    core = _clash(written, list(written.guards))
    if core is None:
        return ()
    kept = core
    for rule in core:
        rest = [one for one in kept if one != rule]
        if _clash(written, rest) is not None:
            kept = rest
    return tuple(_in_words(script, problem, rule) for rule in kept)


def _clash(written: ConstraintModel, rules: list[RuleKey]) -> list[RuleKey] | None:
    """Those of these rules that clash, or None where they can hold together."""
    model = written.model
    model.clear_assumptions()
    model.add_assumptions([written.guards[rule] for rule in rules])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = _SECONDS_A_QUESTION
    solver.parameters.num_workers = 1
    match solver.solve(model):
        case cp_model.OPTIMAL | cp_model.FEASIBLE:
            return None
        case cp_model.INFEASIBLE:
            named = set(solver.sufficient_assumptions_for_infeasibility())
            return [rule for rule in rules if written.guards[rule].index in named] or rules
        case _:
            raise Unavailable(
                "Whether the rules can hold together was not found out in time.",
                remedy="Take back some of the rules, or put scenes into the boneyard.",
                code="not_told",
            )


def _in_words(script: ShootingScript, problem: Problem, rule: RuleKey) -> str:
    kind, about = rule
    rules = script.rules

    def scene(strip: int) -> str:
        return script.strips[problem.ids[strip]].scene

    if kind == LOCKED:
        return f"Scene {scene(about)} is locked to day {(problem.locked[about] or 0) + 1}."
    if kind == AWAY:
        member = list(script.cast.values())[about]
        return f"{member.name} is away on {len(member.away)} dates."
    if kind == ORDER:
        first, then = problem.in_order[about]
        return f"Scene {scene(first)} is not shot after scene {scene(then)}."
    if kind == APART:
        one, other = problem.apart[about]
        units = (one in problem.second) != (other in problem.second)
        words = ", of two units, need one person." if units else " are not shot on one day."
        return f"Scenes {scene(one)} and {scene(other)}{words}"
    if kind == CLOCK:
        return problem.limits[about].words
    return {
        PAGES: f"At most {written(rules.eighths_a_day)} pages a day on {rules.most_days} days, "
        f"for {written(sum(problem.eighths))} pages.",
        LIGHT: "Night and daylight exteriors are not shot on one day.",
        TURNAROUND: "No daylight exterior on the morning after a night.",
    }[kind]
