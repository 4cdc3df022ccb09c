"""What several nodes share through Redis; each part works on in this process when it is gone."""
