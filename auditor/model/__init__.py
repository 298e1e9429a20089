"""The nouns of the field, frozen and typed; no input, no output."""
