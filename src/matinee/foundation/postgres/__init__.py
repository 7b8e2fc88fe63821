"""The embedded PostgreSQL: started on demand, shared by processes, supervised by our own code."""

from matinee.foundation.postgres.supervisor import (
    DatabaseUrls,
    EmbeddedPostgres,
    ServerState,
    ServerStatus,
)

__all__ = ["DatabaseUrls", "EmbeddedPostgres", "ServerState", "ServerStatus"]
