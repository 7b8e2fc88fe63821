"""A house under faults that come every few seconds, while all kinds of people use it."""
