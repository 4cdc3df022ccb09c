"""The encoder that an operator chose (`ITHACA_ENCODER`); constructed once for the process."""

from __future__ import annotations

from server.core.settings import Settings
from server.meaning.encoder import Encoder
from server.meaning.multilingual import Multilingual
from server.meaning.static import Static
from server.meaning.tfidf import Tfidf


def encoder_of(settings: Settings) -> Encoder:
    """Raises: NotInstalledError for the multilingual one without its package."""
    if settings.encoder == "tfidf":
        return Tfidf()
    if settings.encoder == "multilingual":
        return Multilingual.installed()
    return Static.shipped()


def skill_encoder_of(settings: Settings) -> Encoder:
    """For the names of skills: forty thousand, half an hour of work for the multilingual one."""
    return Tfidf() if settings.encoder == "tfidf" else Static.shipped()
