"""Behaviours that an operator may switch while the service runs."""
