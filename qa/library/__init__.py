"""The articles of an index as a person looks after them in the page.

``own_files`` keeps the files that are added there, in a folder beside the index; ``listing`` lists
the articles; ``library`` adds, removes and undoes, one build at a time; ``opening`` answers before
there is an index.
"""
