"""Values and rules; each is said in one file beside this one."""

from server.progress.model.facts import Action, Facts, Kept, Met

__all__ = ["Action", "Facts", "Kept", "Met"]
