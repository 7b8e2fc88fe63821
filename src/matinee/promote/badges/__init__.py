"""What a card says of a title first."""
