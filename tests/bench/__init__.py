"""How fast the engine is, next to plain Material for MkDocs: `make bench`."""
