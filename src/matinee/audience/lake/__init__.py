"""The viewing log at rest: from PostgreSQL to the lake exactly once, and what is read there."""
