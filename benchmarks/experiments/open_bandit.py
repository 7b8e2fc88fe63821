"""Off-policy estimators on the Open Bandit Dataset, against obp and against what really happened.

The random logs of the campaign "all" judge the Bernoulli-Thompson policy, whose own logs tell the
truth: 42 clicks in 10,000 rounds, so the truth itself has an interval, which is shown.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from benchmarks.peers import peers_installed, run_peer
from matinee.experiments.off_policy import estimators
from matinee.experiments.off_policy.diagnostics import diagnose
from matinee.experiments.off_policy.estimators import Estimate
from matinee.experiments.off_policy.intervals import binomial_interval, bootstrap_interval
from matinee.experiments.off_policy.logged import LoggedRounds, Reals, TargetPolicy
from matinee.experiments.off_policy.reward_model import expected_rewards
from matinee.experiments.thompson import beta_ranking_distribution

_PEER = Path(__file__).with_name("obp_peer.py")
_TOLERANCE = 1e-9
_MOST_WEIGHT = 5.0
_SEED = 42


@dataclass(frozen=True, slots=True, eq=False)
class OpenBandit:
    """The logged rounds, and the dummies of the users' features, one row per round."""

    rounds: LoggedRounds
    context: Reals


def run(quick: bool) -> Outcome:
    """``quick``: fewer draws of the distribution and of the bootstrap; all rows in both."""
    folder = shared("ads", "open-bandit")
    logs = {policy: folder / policy / "all" / "all.csv" for policy in ("random", "bts")}
    prior = folder / "prior_bts.yaml"
    logged, truth = read_log(logs["random"]), read_log(logs["bts"]).rounds
    thousands = 10 if quick else 100
    beliefs = yaml.safe_load(prior.read_text(encoding="utf-8"))["all"]
    own = beta_ranking_distribution(
        np.array(beliefs["alpha"]),
        np.array(beliefs["beta"]),
        places=logged.rounds.position_count,
        draws=1_000 * thousands,
        rng=np.random.default_rng(_SEED),
    )
    greedy = own.argmax(axis=0)
    figures: dict[str, Figure] = {"rounds": len(logged.rounds), "truth_clicks": _clicks(truth)}
    peers: dict[str, dict[str, Figure]] = {}
    expected = expected_rewards(
        logged.rounds, logged.context, rng=np.random.default_rng(_SEED), ridge=10.0
    )
    policy = TargetPolicy(own[None])
    if peers_installed():
        peer = _ask_obp(logged, greedy, draws=1_000 * thousands)
        shared_policy = TargetPolicy(peer["distribution"])
        ours = _estimates(logged.rounds, shared_policy, peer["expected"], greedy)
        differences = {name: abs(ours[name].value - float(peer[name])) for name in ours}
        figures |= {f"{name}_difference_to_obp": value for name, value in differences.items()}
        figures["equal_to_obp"] = int(max(differences.values()) <= _TOLERANCE)
        figures["distribution_difference_to_obp"] = float(np.abs(own - peer["distribution"]).max())
        peers["obp 0.4.1 (run here)"] = {name: float(peer[name]) for name in ours}
        policy, expected = shared_policy, peer["expected"]
    else:
        figures["obp"] = "not installed: make peers"
    figures |= _table(logged.rounds, truth, policy, expected, greedy, draws=200 * thousands // 10)
    return Outcome(figures, peers, sha256_of(*logs.values(), prior))


def read_log(file: Path) -> OpenBandit:
    """A log in the order of its timestamps."""
    with file.open(encoding="utf-8", newline="") as stream:
        table = sorted(csv.DictReader(stream), key=lambda row: row["timestamp"])
    features = [np.array([row[f"user_feature_{which}"] for row in table]) for which in range(4)]
    actions = np.array([int(row["item_id"]) for row in table])
    return OpenBandit(
        LoggedRounds(
            actions=actions,
            positions=np.array([int(row["position"]) - 1 for row in table]),
            rewards=np.array([float(row["click"]) for row in table]),
            propensities=np.array([float(row["propensity_score"]) for row in table]),
            action_count=80,
            position_count=3,
        ),
        np.hstack([_dummies(column) for column in features]),
    )


def _dummies(column: NDArray[np.str_]) -> Reals:
    _, code = np.unique(column, return_inverse=True)
    return np.eye(code.max() + 1)[code][:, 1:]


def _ask_obp(
    logged: OpenBandit, greedy: NDArray[np.int64], *, draws: int
) -> dict[str, NDArray[np.float64]]:
    rounds = logged.rounds
    return run_peer(
        _PEER,
        {
            "actions": rounds.actions,
            "positions": rounds.positions,
            "rewards": rounds.rewards,
            "propensities": rounds.propensities,
            "context": logged.context,
            "greedy": greedy,
            "action_count": np.array(rounds.action_count),
            "position_count": np.array(rounds.position_count),
            "draws": np.array(draws),
            "most_weight": np.array(_MOST_WEIGHT),
        },
    )


def _estimates(
    rounds: LoggedRounds, policy: TargetPolicy, expected: Reals, greedy: NDArray[np.int64]
) -> dict[str, Estimate]:
    best = np.zeros((1, rounds.action_count, rounds.position_count))
    best[0, greedy, np.arange(rounds.position_count)] = 1
    return {
        "ipw": estimators.ipw(rounds, policy),
        "snipw": estimators.snipw(rounds, policy),
        "dm": estimators.direct_method(rounds, policy, expected),
        "dr": estimators.doubly_robust(rounds, policy, expected),
        "switch_dr": estimators.switch_doubly_robust(
            rounds, policy, expected, most_weight=_MOST_WEIGHT
        ),
        "replay": estimators.replay(rounds, TargetPolicy(best)),
    }


def _table(
    rounds: LoggedRounds,
    truth: LoggedRounds,
    policy: TargetPolicy,
    expected: Reals,
    greedy: NDArray[np.int64],
    *,
    draws: int,
) -> dict[str, Figure]:
    """Each estimator with its bootstrap interval, beside the truth with its own."""
    true_value = float(truth.rewards.mean())
    true_interval = binomial_interval(_clicks(truth), len(truth))
    told = diagnose(rounds, policy)
    figures: dict[str, Figure] = {
        "truth": true_value,
        "truth_low": round(true_interval.lower, 6),
        "truth_high": round(true_interval.upper, 6),
        "logged_value": float(rounds.rewards.mean()),
        "effective_rounds": round(told.effective, 1),
        "weight_max": round(told.weight_max, 2),
        "weight_mean": round(told.weight_mean, 4),
        "support": round(told.support, 4),
        "bootstrap_draws": draws,
    }
    for name, estimate in _estimates(rounds, policy, expected, greedy).items():
        interval = bootstrap_interval(estimate, rng=np.random.default_rng(_SEED), draws=draws)
        figures |= {
            name: estimate.value,
            f"{name}_low": round(interval.lower, 6),
            f"{name}_high": round(interval.upper, 6),
            f"{name}_relative_error": round(abs(estimate.value / true_value - 1), 4),
            f"{name}_overlaps_truth": int(interval.overlaps(true_interval)),
        }
    return figures


def _clicks(rounds: LoggedRounds) -> int:
    return int(rounds.rewards.sum())
