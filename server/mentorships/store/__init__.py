"""The tables of mentorships, a module for each kind of thing that is remembered."""
