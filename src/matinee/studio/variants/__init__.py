"""Pictures that are made of others on the same board, by procedures that are no models."""
