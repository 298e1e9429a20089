"""Kinds of settings by folder, and in each folder one module for each platform they are read from: its `DIALECT`."""
