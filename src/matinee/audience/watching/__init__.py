"""What was watched, and what brought it: the log read in sums."""
