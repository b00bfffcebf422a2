"""The HTTP edges: one under uvicorn, one under any WSGI server."""
