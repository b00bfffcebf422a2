"""The format of scenario files: reading, checking, and the published JSON Schema."""
