"""What a policy would have earned, judged from the log of another."""
