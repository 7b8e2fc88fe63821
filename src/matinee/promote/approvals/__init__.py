"""Performers' approvals: what they are asked about, and the word on it."""
