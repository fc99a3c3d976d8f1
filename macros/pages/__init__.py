"""Authors' pages become a manuscript and its notes.

`author` has the macros, `source` a page as written, `manuscript` all pages as read. `notes` knows
which citation is the first; `passages` and `places` say what stands where, `writing` writes notes
as HTML, and `checks` compares pages, data and bibliography.
"""
