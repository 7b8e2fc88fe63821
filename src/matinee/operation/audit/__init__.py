"""Who changed what of the running service, when and why."""
