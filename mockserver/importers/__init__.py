"""Importers: files of other mock servers, converted to scenarios."""
