"""Everything that may open a connection, each part only where it is switched on."""
