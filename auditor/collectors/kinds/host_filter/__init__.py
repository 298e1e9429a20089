"""What the packet filter of a machine lets through to the machine itself."""
