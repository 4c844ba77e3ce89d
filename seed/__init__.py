"""What a new database starts with, and the demo township."""
