"""Small servers that scenes start; each runs as a program."""
