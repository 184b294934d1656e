"""Pages on which the catalogue is kept by decision."""
