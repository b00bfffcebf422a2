"""How a test run below ours gets the plugin, whether or not the package is installed with its entry point."""

from importlib.metadata import entry_points

MODULE = "mockserver.testing.pytest_plugin"

INSTALLED = any(point.value == MODULE for point in entry_points(group="pytest11"))
"""Whether pytest finds the plugin by itself; to name it as well would load it twice."""
