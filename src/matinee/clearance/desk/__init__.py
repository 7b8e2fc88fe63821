"""The desk's side of clearance: what its pages ask that no single register answers."""
