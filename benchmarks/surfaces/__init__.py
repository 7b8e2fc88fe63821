"""The whole service from outside, with as many processes as it has."""
