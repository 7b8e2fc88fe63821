"""What is wrong with a ledger, entry by entry. Pure: entries and heads in, findings out.

Without anything from outside, a rewriter who recomputes every hash and holds the key would pass. An
earlier head that was kept outside pins all before it; leaf hashes kept beside it name the entry.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from matinee.clearance.ledger.entries import Entry, canonical
from matinee.clearance.ledger.heads import SignedHead
from matinee.clearance.ledger.merkle import MerkleTree, leaf_hash


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that does not hold: at which entry (None: a head, or a range), and what."""

    index: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Witness:
    """What was kept outside: a head, and the leaf hashes below it where they were kept too."""

    head: SignedHead
    leaf_hashes: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Check:
    """A pass over a ledger's entries in their order."""

    tree: MerkleTree = field(default_factory=MerkleTree)
    flaws: list[Flaw] = field(default_factory=list)
    expected: int = 0

    def entry(self, entry: Entry) -> None:
        """Judge the next entry."""
        if entry.index != self.expected:
            missing = ", ".join(str(gap) for gap in range(self.expected, entry.index))
            self.flaws.append(Flaw(self.expected, f"entry {missing} is missing"))
            self.expected = entry.index
        self.expected += 1
        digest = leaf_hash(entry.leaf)
        self.tree.append(digest)
        if digest != entry.leaf_hash:
            self._flaw(entry, "its content does not give the hash that was stored with it")
        problem = _misplaced(entry)
        if problem is not None:
            self._flaw(entry, problem)

    def heads(self, heads: Iterable[SignedHead], public: bytes) -> None:
        """Judge the heads that the ledger itself keeps."""
        for head in heads:
            if not head.holds(public):
                self.flaws.append(Flaw(None, f"the head of size {head.size} is not signed by us"))
            elif head.size > len(self.tree):
                self.flaws.append(Flaw(None, f"the head of size {head.size} counts more entries"))
            elif self.tree.root(head.size) != head.root:
                self.flaws.append(
                    Flaw(None, f"the head of size {head.size} has another root than its entries")
                )

    def witness(self, witness: Witness, public: bytes) -> None:
        """Judge the ledger by what was kept outside."""
        head = witness.head
        if not head.holds(public):
            self.flaws.append(Flaw(None, "the head from outside is not signed by this house"))
        elif head.size > len(self.tree):
            lost = f"of {head.size} entries that the head from outside counts, "
            self.flaws.append(Flaw(len(self.tree), f"{lost}{len(self.tree)} are left"))
        elif self.tree.root(head.size) != head.root:
            self.flaws.append(self._first_difference(witness))

    def _first_difference(self, witness: Witness) -> Flaw:
        kept: Sequence[bytes] = witness.leaf_hashes
        for index, digest in enumerate(kept):
            if self.tree.levels[0][index] != digest:
                return Flaw(index, "it is not the entry that the witness knows")
        named = any(flaw.index is not None for flaw in self.flaws)
        where = "" if named else f"; it lies among the first {witness.head.size}"
        return Flaw(None, f"the entries below the head from outside were rewritten{where}")

    def _flaw(self, entry: Entry, what: str) -> None:
        self.flaws.append(Flaw(entry.index, what))


def _misplaced(entry: Entry) -> str | None:
    try:
        content = json.loads(entry.leaf)
        written = (content["index"], content["kind"], content["subject"])
    except (ValueError, KeyError, TypeError):
        return "its content is no entry"
    if written[0] != entry.index:
        return f"its content belongs at {written[0]}"
    if written[1:] != (entry.kind, entry.subject):
        return "its kind or subject is not what its content says"
    return None if canonical(content) == entry.leaf else "its content is not in canonical form"
