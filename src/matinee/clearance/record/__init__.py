"""The record of what may be made of whom, the permits that come of it, and what was made."""
