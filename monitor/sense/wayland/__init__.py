"""A Wayland client of our own: windows in front and the last input, as the protocols tell."""
