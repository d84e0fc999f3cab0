"""What nudges say, in English, and how a language says it. A translator needs this room alone."""
