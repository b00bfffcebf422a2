"""Scenarios: what is to happen to requests, as files, as rules and as headers of one request."""
