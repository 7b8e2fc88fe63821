"""Words that titles share with everyday speech: alone, they name a title only when written so."""

from pathlib import Path

EVERYDAY = frozenset(
    Path(__file__).with_name("everyday_words.txt").read_text(encoding="utf-8").split()
)
"""English words of titles, as they stand in prompts about anything; counsel's list overrides it."""
