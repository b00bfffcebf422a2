"""The plugin for pytest, tried in test runs of its own."""
