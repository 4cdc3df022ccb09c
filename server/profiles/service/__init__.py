"""What profiles can do for their doors and for the domains above; each module one class."""

from __future__ import annotations

from server.profiles.service.profiles import Own, Profiles
from server.profiles.service.skills import Sides, Skills, Thesaurus

__all__ = ["Own", "Profiles", "Sides", "Skills", "Thesaurus"]
