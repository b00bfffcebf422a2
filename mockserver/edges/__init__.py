"""Every way in and out over HTTP."""
