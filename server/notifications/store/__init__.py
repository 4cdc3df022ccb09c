"""Tables of letters, notices, preferences, pushes and keys."""
