"""What is kept of how mentorships go, as rows."""
