"""What one request asks for itself, in its headers."""
