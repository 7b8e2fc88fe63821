"""When each strip is shot, and what that costs."""
