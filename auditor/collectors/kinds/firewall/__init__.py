"""What a gateway forwards between zones."""
