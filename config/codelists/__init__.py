"""Code lists, one CSV each with a YAML beside it that names its source."""
