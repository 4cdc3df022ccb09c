"""Images on boards: content-addressed, checked, never in the document."""


class Images:
    """Use cases on these."""
