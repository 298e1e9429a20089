"""Papers as offices write them: head, text, foot and annexes, as an editable file and as a page."""
