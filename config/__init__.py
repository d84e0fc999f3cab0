"""What the person chose, and what is known at release."""
