"""What a test imports: a server on a port, its client, and fixtures."""
