"""The boards of a mentorship or a programme: listed, made, renamed, put away."""


class Shelf:
    """Use cases on these."""
