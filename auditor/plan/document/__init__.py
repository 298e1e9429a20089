"""The plan as an editable paper, or as a page: everything it says, filled from data and blank where nobody knows."""
