"""Creatives as files: brought, looked into, reviewed, and conditioned to the ladders of titles."""
