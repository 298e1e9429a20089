"""What several parts of the plan share: days, nights, machines, papers, gates and the words of all rooms."""
