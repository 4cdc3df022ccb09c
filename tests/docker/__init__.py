"""The operator's files, as far as they can be checked without a container daemon."""
