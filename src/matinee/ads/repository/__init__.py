"""All SQL of ads."""
