"""The desktop: one file for each way of seeing."""
