"""Mutants of controls: policies with one thing changed, and whether the controls' cases would notice."""
