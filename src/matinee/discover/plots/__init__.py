"""Films found by what somebody remembers of them: signs, and what was learned of them."""
