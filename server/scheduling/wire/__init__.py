"""Time as HTTP speaks of it: availability and slots, bookings and gatherings."""
