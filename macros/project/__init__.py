"""The door to MkDocs, Material and Python-Markdown.

`reading` reads a project, `extension` sets HTML in its pages, `theme` mends Material's templates.
`search`, `stylesheet` and `finishing` complete a site, `publishing` puts it in the former one's
place, and `prerender` writes it as Markdown that needs no engine.
"""
