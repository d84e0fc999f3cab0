"""Programs and terminals: what runs, under which name, and what is inside the terminal in front."""
