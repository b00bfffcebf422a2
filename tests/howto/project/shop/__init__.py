"""A shop that signs its customers up with three providers."""
