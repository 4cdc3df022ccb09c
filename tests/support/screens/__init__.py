"""Every screen of the web app before real people with a past: for tests, figures and pictures."""
