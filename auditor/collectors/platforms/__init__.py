"""Makes of machines and programs: how one is recognised, how it is asked, and what it means by silence."""
