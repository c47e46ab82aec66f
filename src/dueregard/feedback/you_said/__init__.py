"""Replies: "you said, we did", in the words of each audience, written by one person and published by another."""
