"""Verification of a tenant's requests: counts, order, and the nearest misses."""
