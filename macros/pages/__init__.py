"""Authors' pages become a manuscript and its notes.

`source` is a page as written; `footnotes` makes notes of Markdown's, and `syntax` names what only
other tools would read. `author` has the macros that a page may call. Each leaves a token in the
text (`tokens`). `passages` reads what stands in a page, block by block (`blocks`), and
`manuscript` holds all of it. `notes` knows which citation is the first, and writes notes as
HTML; `checks` compares pages, ids, data and bibliography.
"""
