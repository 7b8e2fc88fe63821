"""What every part stands on: PostgreSQL, blobs, jobs and telemetry. Knows nothing of film."""
