"""The client of the control plane, and the server it is about."""
