"""Scenarios: their files, their rules, and the directives of a single request."""
