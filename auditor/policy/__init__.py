"""Catalogue of controls, their compilation by OPA, the engines that evaluate them, and the evaluation itself."""
