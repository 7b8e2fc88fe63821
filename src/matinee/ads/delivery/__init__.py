"""Answers for players: VAST for a break, VMAP for a title; and other servers' answers, unwound."""
