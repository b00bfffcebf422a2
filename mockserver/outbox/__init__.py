"""Outgoing messages to receivers, such as webhooks."""
