"""Drawing by procedure: shapes, colours, letters and the compositions that use them."""
