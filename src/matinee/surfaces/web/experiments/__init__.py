"""The desk's pages of experiments, and of what brought the viewing."""
