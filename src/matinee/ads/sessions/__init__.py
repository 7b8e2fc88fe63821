"""One member's watching of a film with breaks: playlists of its own, and the ads decided for it."""
