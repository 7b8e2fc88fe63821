"""What programmers see of members' searches, and the desk on which they decide about them."""
