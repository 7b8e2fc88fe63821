"""The share of viewing that recommendations bring, and what would be missing without them."""
