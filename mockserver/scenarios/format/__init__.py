"""The format of scenario files: reading, checking and publishing it."""
