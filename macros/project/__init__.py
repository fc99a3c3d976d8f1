"""The door to MkDocs, Material and Python-Markdown.

`reading` reads a project, `extension` makes HTML of its pages, `checks` and `links` say what is
wrong with them, and `theme` mends Material's templates and style sheets. `search` and `moved`
complete a site, `publishing` puts it in the former one's place, and `prerender` writes it as
Markdown that needs no engine.
"""
