"""Time clients: their servers, and what they say of themselves."""
