"""The film-maker's desk: from the screenplay to the schedule."""
