"""Published addresses last.

`__main__` is what `make addresses` runs: it gives new paragraphs an address, and has the `ledger`
compare the addresses of a built site with those in addresses.tsv.
"""
