"""Pages to look at in a browser: one HTML file each that needs nothing else and asks nothing of any network."""
