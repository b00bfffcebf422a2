"""Messages to receivers outside."""
