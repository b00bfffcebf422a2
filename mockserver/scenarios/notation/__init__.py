"""The small notations of scenario files: durations, rates, paths, faults."""
