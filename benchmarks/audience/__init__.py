"""What the audience is measured by."""
