"""Our script inside KWin."""
