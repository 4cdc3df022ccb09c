"""Recordings of sessions: captured from taps with everybody's consent, composed, shown, deleted."""
