"""The append-only ledger: a Merkle tree of entries, signed heads, and proofs."""
