"""Where a film may be broken, which places are best under the rules, and what follows."""
