"""What a member may like: models, their training and their proof."""
