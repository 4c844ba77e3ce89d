"""The commands of the front door: their words, who asks, and what each does."""
