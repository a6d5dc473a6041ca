"""Text forms, numerals and sentence boundaries: what every later stage needs to know about Chinese text."""
