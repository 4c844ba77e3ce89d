"""The manual, and what writes the parts of it that the program knows best."""
