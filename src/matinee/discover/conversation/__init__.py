"""A search that goes on: each turn refines, replaces or removes a part of what was wished for."""
