"""How mentorships go, as HTTP speaks of it; each module one part."""
