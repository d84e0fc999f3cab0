"""Our extension of GNOME Shell, and how to talk with it."""
