"""What feedback can do for its doors and jobs; each module one part."""

from __future__ import annotations

from server.feedback.service.asking import Asking
from server.feedback.service.cards import Cards, CardView
from server.feedback.service.gatherings import GatheringAnswers, GatheringView, HostView
from server.feedback.service.moderation import Moderation, ModerationView, Reported
from server.feedback.service.reviews import ReviewList, Reviews
from server.feedback.service.settling import Settling
from server.feedback.service.surveys import Surveys, SurveyView
from server.feedback.service.whole import Below, Feedback
from server.feedback.sums import Sum, Sums
from server.feedback.worth import Worths

__all__ = [
    "Asking",
    "Below",
    "CardView",
    "Cards",
    "Feedback",
    "GatheringAnswers",
    "GatheringView",
    "HostView",
    "Moderation",
    "ModerationView",
    "Reported",
    "ReviewList",
    "Reviews",
    "Settling",
    "Sum",
    "Sums",
    "SurveyView",
    "Surveys",
    "Worths",
]
