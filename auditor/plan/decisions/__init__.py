"""What is to become of each system and data set: proposed by rules kept as data, decided by people."""
