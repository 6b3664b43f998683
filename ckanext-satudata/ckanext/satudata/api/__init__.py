"""For programs: what the API offers, described by itself (OpenAPI), with a console and examples to copy."""
