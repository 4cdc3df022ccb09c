"""How mentorships go, one by one and in a programme; and a nudge where it helps."""
