"""The member's player, and the desk's pages of films and what was found in them."""
