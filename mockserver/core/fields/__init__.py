"""Members of requests and records: their declaration, and an API's dialect of refusals."""
