"""A .bib file becomes works.

`reading` takes the file apart into raw entries, `inheritance` completes an entry by what it takes
from others, `checks` says what is wrong with it. `biblatex` knows the types, `names` and
`garbled` the names, `identifiers`, `dates` and `latex` the rest of what stands in fields. `works`
makes an `Entry` (`entries`) when one is asked for.
"""
