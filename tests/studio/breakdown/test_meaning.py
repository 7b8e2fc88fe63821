"""What words that no list has are by their nature."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.meaning import Meaning


class _Letters:
    """Words that begin alike mean alike."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 26), np.float32)
        rows[np.arange(len(texts)), [ord(text[0]) - ord("a") for text in texts]] = 1.0
        return rows


def test_a_word_is_by_nature_what_the_listed_words_are_that_mean_like_it() -> None:
    held, worn, felt = "axe apple arrow", "coat cap cloak", "joy jealousy jest"
    kinds = {held: "props", worn: "wardrobe", felt: "abstract"}
    meaning = Meaning(_Letters(), {w: kind for words, kind in kinds.items() for w in words.split()})
    told = meaning.natures(["adze", "cape", "jolt"])
    natures = ("props", "object", "dressing", "wardrobe", "outside", "other")
    best = {word: natures[int(np.argmax(odds))] for word, odds in told.items()}
    assert best == {"adze": "props", "cape": "wardrobe", "jolt": "outside"}
    assert all(abs(sum(odds) - 1) < 1e-9 for odds in told.values())
