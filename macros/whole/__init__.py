"""The companion as a whole: on one page (`joined`), as a PDF, as a zip to keep (`offline`).

`pdf` has Chromium print that page, and `pdf_document` completes what it has printed.
"""
