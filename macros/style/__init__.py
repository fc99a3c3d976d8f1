"""Works become references, in the words and the order of a house style.

A house style is a folder here. `phrases` reads its phrases.yml, `wording` applies these words and
signs, and `house_style` runs its works.jinja. `citations` says what an author cites.
"""
