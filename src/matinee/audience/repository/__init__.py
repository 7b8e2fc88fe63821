"""All of the audience's SQL: members, writing the log, reading it, and erasure."""
