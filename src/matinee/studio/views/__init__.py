"""What pages and files show of a draft: the marked script, lists, the story, what changed."""
