"""What tells, besides the window in front, whether somebody is there: lock, media, calls, sleep."""
