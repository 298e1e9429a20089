"""Words of rooms that have not moved yet."""
