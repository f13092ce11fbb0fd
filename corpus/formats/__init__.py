"""One file a format. A reader is a pure function of bytes: ``read(data, name)`` returns drafts.

``name`` is the file's name as it is shown to a person; a title is made of it where the file gives
none. A reader raises ReadError where the whole file holds no readable article. Nothing here opens
a file, so a reader can as well run in a child process.
"""
