"""Talent scheduling: in which order scenes keep the cast waiting least."""
