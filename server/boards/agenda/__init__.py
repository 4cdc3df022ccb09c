"""Agendas of sessions: topics read from a document, what one session leaves to the next."""
