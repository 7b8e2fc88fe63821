"""Spending a budget evenly with what comes: forecast, plan and shadow prices."""
