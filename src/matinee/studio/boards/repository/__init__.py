"""All SQL on boards."""
