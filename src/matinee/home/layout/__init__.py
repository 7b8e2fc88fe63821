"""Which titles stand where: from the shelf, the models and a history to rows, without I/O."""
