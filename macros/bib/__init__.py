"""A .bib file becomes works: read, completed, checked, and decoded when they are asked for."""
