"""The desk of ads: campaigns, plans, creatives and reports."""
