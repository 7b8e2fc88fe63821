"""The AI guidance as rule packs, and the decision that they give."""
