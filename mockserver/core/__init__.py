"""The base of all APIs: no web framework, no vendor, no sleeping, time only through the clock."""
