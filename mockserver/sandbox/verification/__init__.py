"""Whether a tenant's requests were those that somebody expected, and what came nearest where they were not."""
