"""Who meets whom for good: requests, mentorships, agreements; refuses to know how well two fit."""
