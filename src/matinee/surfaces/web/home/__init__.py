"""What a member sees first, and what they have put aside."""
