"""The terminal toolkit: keys, forms, record lists, language, theme. Knows nothing of pregnancies."""
