"""What people make of their sessions and mentorships, and what may be concluded from it."""
