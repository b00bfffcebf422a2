"""Tenants: the state that each one owns, and the tenants of a server."""
