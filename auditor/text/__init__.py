"""Text: what others wrote made harmless, and what we write said in Vietnamese and English."""
