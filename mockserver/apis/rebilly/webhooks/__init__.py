"""Webhooks and their credentials."""
