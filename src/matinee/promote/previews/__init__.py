"""Moments of the film that sell it: chosen, cut, reviewed, and played to members without sound."""
