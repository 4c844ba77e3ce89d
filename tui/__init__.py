"""The terminal toolkit: forms, lists, keys, language. Knows nothing of pregnancies."""
