"""When they meet: hours and open slots, bookings, gatherings, and what time zones do to them."""
