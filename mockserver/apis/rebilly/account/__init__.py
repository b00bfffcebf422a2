"""What an organization has beside its customers."""
