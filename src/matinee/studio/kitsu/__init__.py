"""Kitsu, where effects are made: shots, assets and who is cast in what, from a breakdown."""
