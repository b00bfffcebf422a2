"""What customers pay with."""
