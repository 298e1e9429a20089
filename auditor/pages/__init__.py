"""What every page, paper and table is made with, whichever part of the auditor it shows."""
