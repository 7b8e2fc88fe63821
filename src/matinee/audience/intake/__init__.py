"""How events come in: read, judged as columns, written in bulk or by the batch."""
