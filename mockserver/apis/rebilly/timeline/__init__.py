"""Customers' timelines."""
