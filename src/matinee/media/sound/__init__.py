"""What can be heard: how loud, who speaks, where music plays and where nothing does."""
