"""Pure functions from text, as tools and servers write it, to typed facts. Nothing here opens a file or a socket."""
