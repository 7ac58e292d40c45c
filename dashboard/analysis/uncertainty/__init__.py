"""How wrong a projection may be: trajectories, their spread, hindcast, back-test and the tracking of scenarios."""
