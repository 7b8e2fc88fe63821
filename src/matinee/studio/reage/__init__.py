"""Shots in which a performer is made younger or older, by consent."""
