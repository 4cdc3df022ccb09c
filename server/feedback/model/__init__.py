"""Session cards, surveys, reviews and words to moderators, as values; each part has a file."""

from server.feedback.model.cards import BEGUN_FOR as BEGUN_FOR
from server.feedback.model.cards import WINDOW as WINDOW
from server.feedback.model.cards import AlreadyGiven as AlreadyGiven
from server.feedback.model.cards import Answers as Answers
from server.feedback.model.cards import Card as Card
from server.feedback.model.cards import CardState as CardState
from server.feedback.model.cards import FeedbackOver as FeedbackOver
from server.feedback.model.cards import Happened as Happened
from server.feedback.model.cards import NotYet as NotYet
from server.feedback.model.cards import Revealed as Revealed
from server.feedback.model.cards import Tag as Tag
from server.feedback.model.cards import Tempo as Tempo
from server.feedback.model.cards import Words as Words
from server.feedback.model.cards import is_revealed as is_revealed
from server.feedback.model.cards import seen_of as seen_of
from server.feedback.model.cards import state_of as state_of
from server.feedback.model.measured import Measured as Measured
from server.feedback.model.moderation import Matter as Matter
from server.feedback.model.moderation import ModeratorsNote as ModeratorsNote
from server.feedback.model.moderation import Report as Report
from server.feedback.model.moderation import ReportReason as ReportReason
from server.feedback.model.moderation import Target as Target
from server.feedback.model.reviews import Review as Review
from server.feedback.model.surveys import Survey as Survey
