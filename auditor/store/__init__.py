"""Runs and their inputs, kept so that a run can be read, reported and evaluated again years later."""
