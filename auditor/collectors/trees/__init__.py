"""Texts of configurations as lines with their parents: pure, without knowing what any line means."""
