"""The closed vocabularies of the field, a module a subject: every status, state, basis, kind and decision."""
