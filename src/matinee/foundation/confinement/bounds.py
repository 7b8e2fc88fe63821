"""The bounds that a confined child sets itself before it looks at anything."""

import resource

_GRACE_SECONDS = 5


def bound(*, memory_bytes: int, processor_seconds: int) -> None:
    """Bound what this process may take; a crash leaves no picture of its memory on disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # At the hard limit Linux kills without a word; the soft one says by its signal what was wrong.
    limits = processor_seconds, processor_seconds + _GRACE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, limits)
