"""Experiments: who gets what, whether it helped, and what brought members to what they watch."""
