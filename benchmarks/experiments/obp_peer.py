"""Open Bandit Pipeline on the rounds it is given; run by .venv-peers, so it knows no Matinee.

It makes the action distribution and fits the reward model that both sides then use.
"""

import importlib
import sys
from typing import Any

import numpy as np

_SEED = 12345
_FOLDS = 3


def main(given: str, made: str) -> None:
    """Read the rounds from ``given``; write distribution, model and estimates to ``made``."""
    ope: Any = importlib.import_module("obp.ope")
    policies: Any = importlib.import_module("obp.policy")
    linear: Any = importlib.import_module("sklearn.linear_model")
    rounds = dict(np.load(given, allow_pickle=False).items())
    actions, positions = int(rounds["action_count"]), int(rounds["position_count"])
    size = len(rounds["actions"])
    policy = policies.BernoulliTS(
        n_actions=actions,
        len_list=positions,
        is_zozotown_prior=True,
        campaign="all",
        random_state=_SEED,
    )
    once = policy.compute_batch_action_dist(n_rounds=1, n_sim=int(rounds["draws"]))
    distribution = np.tile(once, (size, 1, 1))
    model = ope.RegressionModel(
        n_actions=actions,
        len_list=positions,
        base_model=linear.LogisticRegression(max_iter=1000, random_state=_SEED),
    )
    expected = model.fit_predict(
        context=rounds["context"],
        action=rounds["actions"],
        reward=rounds["rewards"].astype(np.int64),
        pscore=rounds["propensities"],
        position=rounds["positions"],
        n_folds=_FOLDS,
        random_state=_SEED,
    )
    asked = {
        "reward": rounds["rewards"],
        "action": rounds["actions"],
        "position": rounds["positions"],
        "pscore": rounds["propensities"],
        "action_dist": distribution,
        "estimated_rewards_by_reg_model": expected,
    }
    estimators = {
        "ipw": ope.InverseProbabilityWeighting(),
        "snipw": ope.SelfNormalizedInverseProbabilityWeighting(),
        "dm": ope.DirectMethod(),
        "dr": ope.DoublyRobust(),
        "switch_dr": ope.SwitchDoublyRobust(tau=float(rounds["most_weight"])),
    }
    values = {name: one.estimate_policy_value(**asked) for name, one in estimators.items()}
    replayed = np.zeros((size, actions, positions))
    replayed[:, rounds["greedy"], np.arange(positions)] = 1
    values["replay"] = ope.ReplayMethod().estimate_policy_value(**asked | {"action_dist": replayed})
    np.savez(made, distribution=once, expected=expected, **values)


if __name__ == "__main__":
    main(*sys.argv[1:])
