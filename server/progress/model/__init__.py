"""Values and rules; each is said in one file beside this one."""

from server.progress.model.cadence import Month, months_of
from server.progress.model.engagement import WEIGHTS, Engagement, Part, engagement_of, score_of
from server.progress.model.facts import Action, Facts, Met
from server.progress.model.stage import STALLED_AFTER, Stage, quiet_since, stage_of

__all__ = [
    "STALLED_AFTER",
    "WEIGHTS",
    "Action",
    "Engagement",
    "Facts",
    "Met",
    "Month",
    "Part",
    "Stage",
    "engagement_of",
    "months_of",
    "quiet_since",
    "score_of",
    "stage_of",
]
