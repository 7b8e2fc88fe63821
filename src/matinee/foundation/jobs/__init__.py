"""Background work on the same PostgreSQL: durable, retried, scheduled, without a broker."""

from matinee.foundation.jobs.model import JobFacts, JobStatus, Payload, Retries, Rhythm
from matinee.foundation.jobs.service import Jobs

__all__ = ["JobFacts", "JobStatus", "Jobs", "Payload", "Retries", "Rhythm"]
