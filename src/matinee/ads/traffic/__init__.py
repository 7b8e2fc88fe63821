"""Invalid traffic: what is told of ads by nobody who watches, kept apart by rule."""
