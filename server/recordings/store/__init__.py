"""What is kept of sessions, a module for each kind of row."""
