"""Pages of shots that are re-aged: the film-makers' desk, and what a performer is asked."""
