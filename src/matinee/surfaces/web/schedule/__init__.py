"""The schedule desk: stripboards, day-out-of-days, rules, call sheets."""
