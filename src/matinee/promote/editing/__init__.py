"""Pictures edited by hand: a named grade, a window moved and resized; each a picture of its own."""
