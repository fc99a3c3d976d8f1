"""The engine: bibliography, notes and data files in, finished Markdown out."""
