"""Names as they are spelled and misspelled."""
