"""Who may come in: callers, roles, and the one dependency every route declares."""
