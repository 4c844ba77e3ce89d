"""What the trade knows: pure functions and published tables. No database, no screen, no clock."""
