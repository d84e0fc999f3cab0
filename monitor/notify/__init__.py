"""Ways of showing a nudge."""
