"""The list of visual effects shots that a breakdown makes likely, and what they may cost."""
