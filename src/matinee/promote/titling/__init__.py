"""The title set on artwork: letters of every script, shaped, broken into lines, placed and seen."""
