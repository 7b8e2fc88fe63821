"""The Merkle tree of a ledger, its proofs and their checks.

Source: RFC 9162, "Certificate Transparency Version 2.0", section 2.1. Pure: hashes in, hashes out.
A range of the tree is hashed once and kept, so that a proof in a large ledger costs O(log n).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf (section 2.1.1): the prefix 0 keeps leaves apart from nodes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node (section 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below ``size`` (which is at least 2)."""
    return 1 << (size - 1).bit_length() - 1


@dataclass(slots=True)
class MerkleTree:
    """A growing tree over leaf hashes; every complete subtree is kept by level."""

    levels: list[list[bytes]] = field(default_factory=lambda: [[]])

    def __len__(self) -> int:
        return len(self.levels[0])

    def append(self, leaf: bytes) -> int:
        """Add a leaf's hash and return its index; amortised O(1)."""
        index = len(self.levels[0])
        self.levels[0].append(leaf)
        level = 0
        while len(self.levels[level]) % 2 == 0:
            if level + 1 == len(self.levels):
                self.levels.append([])
            left, right = self.levels[level][-2:]
            self.levels[level + 1].append(node_hash(left, right))
            level += 1
        return index

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add many leaf hashes in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self, size: int | None = None) -> bytes:
        """The root of the first ``size`` leaves (all by default)."""
        wanted = len(self) if size is None else size
        self._within(wanted)
        return EMPTY_ROOT if wanted == 0 else self._range(0, wanted)

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """The path from leaf ``index`` to the root of the first ``size`` (section 2.1.3.1)."""
        self._within(size)
        if not 0 <= index < size:
            raise IndexError(f"There is no leaf {index} among the first {size}.")
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start = middle
        path.reverse()
        return path

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """What shows that the first ``new`` leaves continue the first ``old`` (2.1.4.1)."""
        self._within(new)
        if not 0 < old <= new:
            raise IndexError(f"A tree of {new} leaves continues none of {old}.")
        path: list[bytes] = []
        start, end, whole = 0, new, True
        while old - start != end - start:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(self._range(start, end))
        path.reverse()
        return path

    def _within(self, size: int) -> None:
        if not 0 <= size <= len(self):
            raise IndexError(f"The tree has {len(self)} leaves, not {size}.")

    def _range(self, start: int, end: int) -> bytes:
        """The hash of leaves ``start`` up to ``end``, where the splits have made them meet."""
        size = end - start
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self.levels[level][start >> level]
        middle = start + _split(size)
        return node_hash(self._range(start, middle), self._range(middle, end))


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether ``leaf`` stands at ``index`` under ``root`` (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, digest = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            digest = node_hash(sibling, digest)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and digest == root


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of ``new`` leaves continues that of ``old`` (section 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_digest = new_digest = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old_digest = node_hash(sibling, old_digest)
            new_digest = node_hash(sibling, new_digest)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_digest = node_hash(new_digest, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old_digest == old_root and new_digest == new_root
