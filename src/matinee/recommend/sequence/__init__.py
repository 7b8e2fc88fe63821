"""A causal transformer over the viewing history that says what is watched next."""
