"""Readiness for migration, and later its waves, checklists and change lists."""
