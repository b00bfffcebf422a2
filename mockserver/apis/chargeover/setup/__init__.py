"""What an account is set up with: its configuration, and who is told what happens in it."""
