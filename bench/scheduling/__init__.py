"""Figures of scheduling: open slots, bookings over HTTP, a storm of bookings for the same hours."""
