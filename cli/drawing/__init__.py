"""A report for people: one file a drawing, and the words that all of them share."""
