"""Blind choices between two fillings of the same hole, kept with who made them.

``python -m benchmarks.studio.inpaint_choices FOLDER KEY`` opens the key of the sheets in FOLDER,
looks whether it is the one that was sealed, and keeps what ``answers.json`` there says.
"""

import hashlib
import json
import random
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from scipy.stats import binomtest

from benchmarks.outcome import Figure
from matinee.errors import Invalid

CHOICES = Path(__file__).with_suffix(".json")
"""A list: ``judge``, ``when``, ``how``, ``seal``, ``ours`` (the side, by pair) and ``choices``."""
_SAID = {"left", "right", "neither"}
Judgement: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """Which hole stands at which place, and on which side ours is; the salt keeps a seal shut."""

    holes: tuple[int, ...]
    ours: tuple[str, ...]
    salt: str

    def as_dict(self) -> dict[str, Any]:
        """As it is written down."""
        return asdict(self)

    def seal(self) -> str:
        """The SHA-256 of the key: it tells nothing of it, and fits no other."""
        return hashlib.sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()


def drawn_key(holes: int, chance: random.Random) -> Key:
    """An order of the pairs and of the sides; each side is ours in half of them."""
    sides = ["left", "right"] * (holes // 2) + ["left"] * (holes % 2)
    chance.shuffle(sides)
    return Key(
        tuple(chance.sample(range(holes), holes)), tuple(sides), f"{chance.getrandbits(128):x}"
    )


def opened(folder: Path, key: Path) -> Judgement:
    """The answers in the folder beside the key; Invalid where the key is not the sealed one."""
    read = json.loads(key.read_text(encoding="utf-8"))
    found = Key(tuple(read["holes"]), tuple(read["ours"]), read["salt"])
    if found.seal() != (folder / "seal.txt").read_text(encoding="utf-8").strip():
        raise Invalid(
            "This key is not the one that was sealed with these sheets.",
            remedy="Give the key that was written when the sheets were.",
        )
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    kept = {
        "judge": str(answers["judge"]),
        "when": datetime.now(UTC).date().isoformat(),
        "how": "From sheets at their own size, every pair before the sealed key was opened.",
        "seal": found.seal(),
        "ours": list(found.ours),
        "choices": list(answers["choices"]),
    }
    counted(kept)
    return kept


def counted(judgement: Judgement) -> dict[str, Figure]:
    """How often each was chosen; ``blind_chance`` is the two-sided sign test over the decided."""
    said, sides = judgement["choices"], judgement["ours"]
    if set(said) - _SAID or len(said) != len(sides):
        raise Invalid(
            "A choice is neither left, right nor neither, or one is missing.",
            remedy=f"Write {len(sides)} words, each left, right or neither.",
        )
    ours = sum(each == side for each, side in zip(said, sides, strict=True))
    undecided = said.count("neither")
    decided = len(said) - undecided
    return {
        "blind_judged": len(said),
        "blind_ours": ours,
        "blind_telea": decided - ours,
        "blind_neither": undecided,
        "blind_chance": float(f"{binomtest(ours, decided).pvalue:.2g}") if decided else 1.0,
        "blind_judge": str(judgement["judge"]),
    }


def chosen() -> dict[str, Figure]:
    """What the last judge chose; nothing where nobody has judged."""
    return counted(kept()[-1]) if CHOICES.exists() else {}


def kept() -> list[Judgement]:
    """Every judgement, the oldest first."""
    return json.loads(CHOICES.read_text(encoding="utf-8"))


def keep(judgement: Judgement) -> None:
    """Put a judgement behind the others; the same sheets are not judged twice over."""
    others = kept() if CHOICES.exists() else []
    if judgement["seal"] in {each["seal"] for each in others}:
        raise Invalid(
            "These sheets were judged already, and their key is known.",
            remedy="Make new sheets for another judge.",
        )
    text = json.dumps([*others, judgement], indent=1)
    CHOICES.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    judged = opened(Path(sys.argv[1]), Path(sys.argv[2]))
    keep(judged)
    print(json.dumps(counted(judged), indent=1))
