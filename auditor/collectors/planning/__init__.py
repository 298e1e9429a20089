"""What may be asked, from where, of whom: decided before anything is sent, from inventory, scope and settings."""
