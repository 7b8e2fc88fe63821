"""AI guidance, consent, permits, provenance and the ledger: what may be made, and the proof."""
