"""What mentorships can do for their doors and for the domains above; each module one class."""

from server.mentorships.service.agreements import Agreements
from server.mentorships.service.mentorships import Mentorships
from server.mentorships.service.requests import Requests

__all__ = ["Agreements", "Mentorships", "Requests"]
