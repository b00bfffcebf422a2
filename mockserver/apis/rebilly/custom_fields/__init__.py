"""Custom fields: declarations and values."""
