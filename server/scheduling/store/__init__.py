"""Availability, bookings with their seats, and news of them, as rows."""
