"""A long benchmark run in slices."""

from pathlib import Path

from benchmarks.kept_pieces import KeptPieces, source_of


def _never() -> dict[str, float]:
    raise AssertionError("measured again")


def test_a_piece_is_measured_once_and_kept_for_the_next_slice(tmp_path: Path) -> None:
    file = tmp_path / "runs" / "one.jsonl"
    KeptPieces(file, {"data": "a"}).measured("small", lambda: {"seconds": 2.5})
    later = KeptPieces(file, {"data": "a"}).measured("small", _never)
    assert later is not None
    assert later["seconds"] == 2.5
    assert {"processor_seconds", "load_before"} <= set(later)


def test_what_was_measured_on_other_data_is_owed_again(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    KeptPieces(file, {"data": "a"}).measured("small", lambda: {"seconds": 2.5})
    again = KeptPieces(file, {"data": "b"})
    assert again.measured("small", lambda: {"seconds": 3.5}) is not None
    assert again.told()["pieces_measured"] == 1


def test_after_its_minutes_a_slice_begins_nothing_and_says_what_is_owed(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    KeptPieces(file, {"data": "a"}).measured("small", lambda: {"seconds": 2.5})
    slice_ = KeptPieces(file, {"data": "a"}, minutes=0)
    assert slice_.measured("small", _never) is not None
    assert slice_.measured("large", _never) is None
    assert slice_.told()["pieces_owed"] == "large"


def test_another_line_of_the_method_makes_another_source(tmp_path: Path) -> None:
    (tmp_path / "method.py").write_text("a = 1\n")
    before = source_of(tmp_path)
    (tmp_path / "method.py").write_text("a = 2\n")
    assert source_of(tmp_path) != before
