"""Whether to speak now, of what, and why not: a state machine without a clock of its own."""
