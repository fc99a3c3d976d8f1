"""YAML becomes records: `reading` and `records` read any file, and name each mistake's line.

What a file may say stands in a module of its own: `events`, `paper`, `terms`; `settings` are those
of mkdocs.yml.
"""
