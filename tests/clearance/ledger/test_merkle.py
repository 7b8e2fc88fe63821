from __future__ import annotations

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matinee.clearance.ledger.merkle import (
    EMPTY_ROOT,
    MerkleTree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)


def _tree(size: int) -> MerkleTree:
    tree = MerkleTree()
    tree.extend([leaf_hash(str(index).encode()) for index in range(size)])
    return tree


def _by_definition(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(_by_definition(leaves[:half]), _by_definition(leaves[half:]))


def test_an_empty_ledger_has_the_hash_of_nothing() -> None:
    assert MerkleTree().root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70))
def test_the_root_is_the_one_that_the_standard_defines(entries: list[bytes]) -> None:
    tree = MerkleTree()
    tree.extend([leaf_hash(entry) for entry in entries])
    assert tree.root() == _by_definition(entries)
    for size in range(1, len(entries)):
        assert tree.root(size) == _by_definition(entries[:size])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 31, 64, 65])
def test_every_entry_is_proved_to_stand_where_it_stands(size: int) -> None:
    tree = _tree(size)
    for index in range(size):
        proof = tree.inclusion_proof(index, size)
        leaf = leaf_hash(str(index).encode())
        root = tree.root()
        assert verify_inclusion(leaf, index=index, size=size, proof=proof, root=root)
        for wrong in range(size):
            if wrong != index:
                assert not verify_inclusion(leaf, index=wrong, size=size, proof=proof, root=root)


def test_every_later_ledger_is_proved_to_continue_every_earlier_one() -> None:
    tree = _tree(40)
    for new in range(1, 41):
        for old in range(1, new + 1):
            proof = tree.consistency_proof(old, new)
            assert verify_consistency(
                old=old, new=new, old_root=tree.root(old), new_root=tree.root(new), proof=proof
            )


@given(st.integers(2, 60), st.data())
def test_a_rewritten_entry_is_never_a_continuation(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    tree, forged = _tree(new), MerkleTree()
    forged.extend([leaf_hash(b"forged" if i == changed else str(i).encode()) for i in range(new)])
    assert not verify_consistency(
        old=old,
        new=new,
        old_root=tree.root(old),
        new_root=forged.root(new),
        proof=forged.consistency_proof(old, new),
    )


@given(st.integers(2, 60), st.data())
def test_a_damaged_proof_proves_nothing(size: int, data: st.DataObject) -> None:
    tree = _tree(size)
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size)
    assume(proof)
    place = data.draw(st.integers(0, len(proof) - 1))
    damaged = [*proof[:place], bytes(32), *proof[place + 1 :]]
    leaf = leaf_hash(str(index).encode())
    for wrong in (damaged, proof[:-1], [*proof, bytes(32)]):
        assert not verify_inclusion(leaf, index=index, size=size, proof=wrong, root=tree.root())


def test_a_proof_is_short() -> None:
    tree = _tree(1000)
    assert max(len(tree.inclusion_proof(index, 1000)) for index in range(1000)) == 10


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (0, 6)])
def test_there_is_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        _tree(5).inclusion_proof(index, size)
