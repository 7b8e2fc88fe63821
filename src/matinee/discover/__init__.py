"""What a member looks for: names as they are typed, and what is told of a film."""
