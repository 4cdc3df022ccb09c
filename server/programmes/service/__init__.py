"""What programmes can do for their doors and for the domains above; each module one class."""

from __future__ import annotations

from server.programmes.service.enrolment import Enrolment
from server.programmes.service.imports import Imports
from server.programmes.service.programmes import Programmes
from server.programmes.service.rolls import Rolls
from server.programmes.service.weighing import Weighing

__all__ = ["Enrolment", "Imports", "Programmes", "Rolls", "Weighing"]
