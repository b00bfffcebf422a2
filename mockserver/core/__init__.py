"""The sandbox itself: no web framework, no vendor, no sleeping, time only through the clock."""
