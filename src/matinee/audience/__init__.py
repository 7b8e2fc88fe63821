"""Households, profiles, the viewing log and privacy."""
