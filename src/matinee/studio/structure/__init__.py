"""What a script's scenes hold: people, places, days, lengths, and kinds of scene."""
