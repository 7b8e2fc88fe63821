"""A file for its owner alone is there whole, and the first one stays."""

from pathlib import Path

from matinee.foundation.private_files import place_once


def test_of_two_files_the_first_stays_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "house.key"
    assert place_once(path, b"first")
    assert not place_once(path, b"second")
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_an_empty_file_that_a_destroyed_key_left_is_not_filled_again(tmp_path: Path) -> None:
    path = tmp_path / "gone.key"
    path.touch()
    assert not place_once(path, b"another")
    assert path.read_bytes() == b""
