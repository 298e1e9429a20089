"""The least that has to be put right, measured or entered before systems are ready."""
