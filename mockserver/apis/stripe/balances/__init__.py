"""What customers owe or are owed, and the money they sent."""
