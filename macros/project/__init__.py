"""The door to MkDocs, Material and Python-Markdown."""
