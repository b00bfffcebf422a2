"""Rules at work: the matching of a request, and the plan of its answer."""
