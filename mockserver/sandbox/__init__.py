"""The state behind one server, and the path of an exchange through it."""
