"""ANSI/SCTE 35: splice information, read and written."""
