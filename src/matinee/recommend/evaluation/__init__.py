"""One harness for all models: how they are split, ranked, measured and kept from the future."""
