"""The large lab: scenes of one or two machines, each a planted fault beside a sound twin, in a fixed frame of zones."""
