"""What comes in and goes out: registers read and written, and the quarter's package."""
