"""The same problem as a model for CP-SAT: what the exact method is measured against.

Each scene has a place; an actor is held from the first to the last place of their scenes. Days are
laid out as intervals that do not overlap (Cheng, Diamond and Lin 1993 as constraints).
"""

from ortools.sat.python import cp_model

from matinee.errors import Unavailable
from matinee.studio.schedule.talent.model import Answer, Instance


def solve_by_cp_sat(instance: Instance, *, seconds: float = 60.0, workers: int = 2) -> Answer:
    """The best order found in ``seconds``, with the solver's own bound.

    Raises:
        Unavailable: when no order at all was found in the time.
    """
    model = cp_model.CpModel()
    actors, scenes = instance.cast.shape
    whole = int(instance.days.sum())
    starts = [model.new_int_var(0, whole, f"start{scene}") for scene in range(scenes)]
    model.add_no_overlap(
        model.new_fixed_size_interval_var(starts[scene], int(instance.days[scene]), f"shot{scene}")
        for scene in range(scenes)
    )
    paid: list[cp_model.LinearExprT] = []
    for actor in range(actors):
        first = model.new_int_var(0, whole, f"first{actor}")
        last = model.new_int_var(0, whole, f"last{actor}")
        for scene in instance.cast[actor].nonzero()[0].tolist():
            model.add(first <= starts[scene])
            model.add(last >= starts[scene] + int(instance.days[scene]))
        paid.append((last - first) * int(instance.wages[actor]))
    model.minimize(sum(paid))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    found = solver.solve(model)
    if found not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise Unavailable("No order was found in the time.", remedy="Give it more time.")
    order = tuple(sorted(range(scenes), key=lambda scene: solver.value(starts[scene])))
    return Answer(
        order,
        instance.waiting(order),
        bound=max(0, round(solver.best_objective_bound) - instance.work),
    )
