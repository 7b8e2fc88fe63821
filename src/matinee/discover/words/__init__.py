"""Words as they are compared: folded, transliterated, their numbers written in one way."""
