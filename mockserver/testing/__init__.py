"""Imports for tests: a server on a port, its client, and pytest fixtures."""
