"""Published addresses last: paragraphs get them, and a ledger holds the site to them."""
