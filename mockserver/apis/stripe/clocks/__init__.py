"""Test clocks: time that customers share and tests move."""
