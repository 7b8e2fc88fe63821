"""From measures to a story: spans, scenes, and a curve of intensity."""
