"""What firewalls and names must change for each wave."""
