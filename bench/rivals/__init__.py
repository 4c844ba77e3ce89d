"""The programs the terminal bench lets draw the same rows, ours among them."""
