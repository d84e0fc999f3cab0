"""The rules beside the limits: each tells, from what was seen, when it is time to speak."""
