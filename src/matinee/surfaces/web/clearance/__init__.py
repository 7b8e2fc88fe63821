"""The clearance desk: declare, review, consent, object, prove."""
