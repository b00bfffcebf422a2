"""Tax ids, of customers and of the account."""
