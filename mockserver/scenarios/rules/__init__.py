"""Rules at work: which one a request meets, and what it does."""
