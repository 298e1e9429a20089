"""How each task and milestone of the province stands on the day of a run."""
