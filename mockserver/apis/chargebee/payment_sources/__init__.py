"""The payment sources of customers: operations on them, and on what a customer pays with."""
