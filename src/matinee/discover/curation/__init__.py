"""What programmers see of searches, and what they decide about their answers."""
