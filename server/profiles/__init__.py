"""What each person seeks and offers: once about themselves, and apart as mentee and as mentor."""
