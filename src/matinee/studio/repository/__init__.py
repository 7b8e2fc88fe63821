"""All of the studio's SQL."""
