"""The house's keys a second time, and what must not come back with a copy of the house."""
