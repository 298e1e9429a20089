"""Virtual servers of a web server."""
