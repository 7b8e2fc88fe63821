"""The engines behind the door. Protected: only `generation` and `assembly` may reach them."""
