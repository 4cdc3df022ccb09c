"""What a document was: snapshots, the way back, the time line, what one has missed."""


class Histories:
    """Use cases on these."""
