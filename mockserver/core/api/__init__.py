"""What an API declares, and what its operations are handed."""
