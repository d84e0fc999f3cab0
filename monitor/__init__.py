"""What watches, keeps, judges and nudges."""
