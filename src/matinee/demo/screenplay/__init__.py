"""The demo's screenplay and its breakdown by hand."""
