"""Scenarios: what goes wrong, when, in files that name no vendor's words."""
