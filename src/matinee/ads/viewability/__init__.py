"""How long ads were heard and stood on the screen, as our own player tells; nobody accredits it."""
