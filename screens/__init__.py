"""What a person sees: the thin app and one module for each desk."""
