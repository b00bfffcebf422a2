"""Releases of a provider's client that have the name of a newer one, and so a folder of their own."""
