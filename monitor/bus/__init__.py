"""D-Bus on this machine: where it listens, how to get in, and a line to talk on."""
