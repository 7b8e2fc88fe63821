"""The embedded demo service: a real catalogue and a simulated audience."""
