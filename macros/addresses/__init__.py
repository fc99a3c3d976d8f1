"""Published addresses last.

`paragraphs` gives new paragraphs an address, `published` finds the addresses of a built site, and
`ledger` compares them with those in addresses.tsv. `__main__` is what `make addresses` runs.
"""
