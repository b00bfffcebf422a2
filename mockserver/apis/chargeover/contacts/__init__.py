"""Contacts, which addresses call users: the people of a customer."""
