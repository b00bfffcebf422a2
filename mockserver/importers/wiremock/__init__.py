"""WireMock's stub mappings, turned into a scenario. What cannot be said is told, mapping by mapping."""
