"""Authors’ pages become a manuscript and its notes."""
