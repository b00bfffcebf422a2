"""Tenants: what each is and owns of a server, and those that a server knows."""
