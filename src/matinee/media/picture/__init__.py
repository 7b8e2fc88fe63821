"""What can be seen in single frames: light, focus, motion, text and faces."""
