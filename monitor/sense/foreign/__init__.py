"""Systems that are not run here: their functions as far as they are called."""
