"""The terminal toolkit: keys, forms, record lists, language, theme. No word of pregnancies."""
