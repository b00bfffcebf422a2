"""Customers: what is said about them, the rules it has to keep, and what follows from it."""
