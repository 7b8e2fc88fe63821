"""Tests that may be looked at every day without deceiving whoever looks."""
