"""The benchmark runner, as someone who calls it meets it."""

import importlib.util
import json
from pathlib import Path

import pytest
from benchmarks.__main__ import REGISTRY, main
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Measurement, Outcome, this_machine
from benchmarks.results_page import write_results

from matinee.errors import NotFound


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_registered_benchmark_exists(name: str) -> None:
    assert importlib.util.find_spec(REGISTRY[name]) is not None


def test_missing_data_is_named_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MATINEE_SHARED", str(tmp_path))
    assert main(["recommend-floor", "--quick", "--json"]) == 1
    said = capsys.readouterr().err
    assert "movielens-1m/sasrec.txt" in said
    assert "MATINEE_SHARED" in said


def test_an_unknown_benchmark_is_refused_with_the_names_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["no-such-thing"])
    assert stopped.value.code == 2
    assert "recommend-floor" in capsys.readouterr().err


def test_a_measurement_is_one_line_of_json_with_the_agreed_fields() -> None:
    outcome = Outcome({"popularity_hr10": 0.05}, {"them (published)": {"hr10": 0.04}}, "ab")
    line = Measurement("recommend-floor", True, outcome, 1.234, this_machine()).as_json()
    record = json.loads(line)
    assert "\n" not in line
    assert {"name", "figures", "peers", "data_sha256", "seconds", "machine"} <= set(record)


def test_the_results_page_shows_every_kept_figure(tmp_path: Path) -> None:
    outcome = Outcome({"median_ratio": 2.5}, {"precomputed": {"median_ms": 0.4}}, "ab" * 32)
    kept = Measurement("home-latency", False, outcome, 12.0, this_machine())
    (tmp_path / "home-latency.json").write_text(kept.as_json())
    page = write_results(tmp_path, tmp_path / "RESULTS.md").read_text()
    assert "| median_ratio | 2.5 |" in page
    assert "| precomputed: median_ms | 0.4 |" in page


def test_the_hash_covers_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    both = sha256_of(tmp_path / "a", tmp_path / "b")
    assert both == "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603"


def test_shared_data_that_is_absent_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATINEE_SHARED", str(tmp_path))
    with pytest.raises(NotFound):
        shared("movielens-1m", "sasrec.txt")
