"""A local, stateful sandbox of billing APIs that fails on demand."""

__version__ = "0.1.0"
