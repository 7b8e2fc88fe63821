"""Taste groups: the genres that a member watches much of."""
