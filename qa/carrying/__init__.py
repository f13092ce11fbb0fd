"""What a person carries away: citations in the forms that others read, exports, and their check.

``citing``, ``bibtex`` and ``csl`` say one citation; ``transcripts``, ``records`` and ``printing``
say answers; ``export`` puts them into files; ``checking`` holds an export against an index.
"""
