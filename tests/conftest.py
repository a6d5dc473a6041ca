"""Makes the factories in this folder importable from every test."""
