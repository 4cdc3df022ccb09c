"""Use cases on what people are told: letters, notices, pushes, and what they wish about them."""

from server.notifications.service.centre import Centre as Centre
from server.notifications.service.centre import Page as Page
from server.notifications.service.outbox import Notifications as Notifications
from server.notifications.service.pushes import Pushes as Pushes
from server.notifications.service.telling import About as About
from server.notifications.service.telling import Part as Part
