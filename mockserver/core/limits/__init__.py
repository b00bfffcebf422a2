"""Counting: rate limits, slots, and the headers that announce them."""
