"""Customers: what is said about them, what follows from it, and how they are searched."""
