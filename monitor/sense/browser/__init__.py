"""The tab in front, told by our extension inside the browser: extension, host program, reader."""
