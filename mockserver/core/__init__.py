"""What APIs are written with: no web framework, no vendor, no sleeping, time only through the clock."""
