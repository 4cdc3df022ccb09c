"""Who people are: sign-up, sign-in, profiles; knows nothing of what they do together."""
