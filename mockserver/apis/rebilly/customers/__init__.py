"""Customers, and what is read of them."""
