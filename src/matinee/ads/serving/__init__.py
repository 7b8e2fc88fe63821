"""What a process keeps between two visits to the database: demand, leased budget, exposures."""
