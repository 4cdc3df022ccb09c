"""Who meets whom: gates, scores, lists and whole cohorts; every reason comes from a number."""
