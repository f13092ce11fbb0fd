"""Managing the articles of an index in the page.

``own_files`` stores the files that are added there, in a folder beside the index. ``listing`` lists
the articles. ``library`` adds and removes articles and undoes removals, one build at a time.
``opening`` stands in for the Answerer until there is an index.
"""
