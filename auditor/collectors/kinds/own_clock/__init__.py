"""The time that a machine tells itself."""
