"""Software that a machine has installed, by its own package manager."""
