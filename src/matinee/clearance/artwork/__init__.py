"""What performers' contracts ask of artwork: who is billed, who approves, and what they said."""
