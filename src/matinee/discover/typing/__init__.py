"""What is found while somebody types: names, by their beginnings, in spite of slips."""
