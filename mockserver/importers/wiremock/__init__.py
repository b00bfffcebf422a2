"""WireMock's stub mappings, converted to a scenario, with a report of the rest, mapping by mapping."""
