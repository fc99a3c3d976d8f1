"""The engine: bibliography, data files and authors' pages in, a finished companion out.

The rooms, from the door down. Each imports only from those below it; `project`, `whole` and
`addresses` do not know each other, nor do `bib` and `data`.

    hooks, lint                  MkDocs's events, a few lines each; `make lint`
    project                      the door to MkDocs, Material and Python-Markdown
    whole                        the companion on one page, as a PDF, as a zip
    addresses                    the ledger: published addresses last
    companion                    sources + pages → finished pages; pure, without MkDocs
    parts                        generated parts (bibliography, timeline …); how to cite; exports
    pages                        authors' pages: the macros, the manuscript, notes
    sources                      all that a companion is made from, read and checked
    style                        works become references; the house styles are folders in it
    bib, data                    a .bib file becomes works; YAML becomes records
    templates                    pages, house styles and parts in Jinja; lines of their mistakes
    sandbox                      Jinja itself, within bounds
    dates, text                  EDTF; escaping, links, sorting
    kept, problems               what one build leaves to the next; what is wrong, where, what to do

    words                        no code: what the engine prints, a file for each language

A build: `hooks` has `sources` read, then `companion` run every page through Jinja, in reading
order. A macro leaves a token in the page and its value in the manuscript. Once all pages have been
read, notes have their numbers, and each note and reference is written as HTML, once. MkDocs renders
the Markdown, and `project.extension` sets that HTML where the tokens stand, the notes at the end.
"""
