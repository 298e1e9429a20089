"""Security updates that wait on a machine, by its own package manager."""
