"""What a report holds, and how it is worked out from what was read."""
