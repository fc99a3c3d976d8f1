"""Works become references, in the words and the order of a house style."""
