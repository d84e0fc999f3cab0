"""The ledger: what was seen, kept in one SQLite file."""
