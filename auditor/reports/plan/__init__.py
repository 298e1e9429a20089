"""The migration plan on paper and screen: one file per format, words by area under `sentences/`."""
