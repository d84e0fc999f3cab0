"""X displays: how to enter one, ask it, and read what it says about its windows."""
