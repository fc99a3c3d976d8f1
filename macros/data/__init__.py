"""YAML becomes records: how data files are read, and what each of them may say."""
