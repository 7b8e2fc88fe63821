"""Texts that sell a title: written, checked against their sources, reviewed, and shown."""
