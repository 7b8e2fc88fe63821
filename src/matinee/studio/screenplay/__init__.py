"""Screenplays: read from Fountain, Final Draft, PDF and plain text into one model."""
