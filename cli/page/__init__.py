"""A report as one page for the browser, with all that it needs inside."""
