"""The database's history: one file per step, applied by code, by one process at a time."""

from matinee.assembly.migrations.runner import current, is_current, knows, migrate, newest, revert

__all__ = ["current", "is_current", "knows", "migrate", "newest", "revert"]
