"""Several requests in one."""
