"""One file per format. A reader is a pure function of bytes: ``read(data, name)`` returns drafts.

``name`` is the file's name as shown to a person; it becomes the title if the file gives none. A
reader raises ReadError if the whole file holds no readable article. Readers open no files, so they
can run in a child process.
"""
