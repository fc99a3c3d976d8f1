"""A .bib file becomes works.

`reading` takes the file apart into raw entries, `inheritance` completes an entry by what it takes
from others, `checks` says what is wrong with it. `biblatex` knows the types, `fields` the names
and identifiers, `dates` the dates, `latex` the text. `works` makes an `Entry`
(`entries`) when one is asked for.
"""
