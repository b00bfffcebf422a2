"""Rate limits and slots, and the headers that announce them."""
