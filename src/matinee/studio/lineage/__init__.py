"""From what a picture was made, as a graph that one looks at."""
