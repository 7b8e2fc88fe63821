"""What clearance costs: decisions, permits and the ledger."""
