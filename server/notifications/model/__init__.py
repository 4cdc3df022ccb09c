"""Letters, notices and what people wish about them, as values; each part has a file of its own."""

from server.notifications.model.letter import LEASE as LEASE
from server.notifications.model.letter import MOST_ATTEMPTS as MOST_ATTEMPTS
from server.notifications.model.letter import Address as Address
from server.notifications.model.letter import Kind as Kind
from server.notifications.model.letter import Letter as Letter
from server.notifications.model.letter import State as State
from server.notifications.model.letter import next_try_at as next_try_at
from server.notifications.model.notice import KEEP_NOTICES as KEEP_NOTICES
from server.notifications.model.notice import Notice as Notice
from server.notifications.model.notice import Receiver as Receiver
from server.notifications.model.preferences import LEADS_MINUTES as LEADS_MINUTES
from server.notifications.model.preferences import Digest as Digest
from server.notifications.model.preferences import Preferences as Preferences
from server.notifications.model.preferences import Quiet as Quiet
from server.notifications.model.preferences import Switch as Switch
from server.notifications.model.preferences import clean_preferences as clean_preferences
from server.notifications.model.push import MOST_DEVICES as MOST_DEVICES
from server.notifications.model.push import Push as Push
from server.notifications.model.push import Subscription as Subscription
from server.notifications.model.push import clean_subscription as clean_subscription
from server.notifications.model.rules import RULES as RULES
from server.notifications.model.rules import Rule as Rule
from server.notifications.model.rules import Topic as Topic
from server.notifications.model.rules import switchable as switchable
