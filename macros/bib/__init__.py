"""A .bib file becomes works.

`reading` takes it apart into raw entries, `inheritance` completes them by what they take from
others, `checks` looks at each, by what `biblatex` (types) and `fields` (names, dates, identifiers)
know. `works` makes an `Entry` (`entries`) of one when it is asked for; `latex` decodes its text.
"""
