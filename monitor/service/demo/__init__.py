"""A month of a made-up person, lived through the real pipeline into a home of its own."""
