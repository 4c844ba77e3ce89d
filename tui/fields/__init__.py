"""What happens in a form, apart from the screen: fields, moving, checking, drawing as lines."""
