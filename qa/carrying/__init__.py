"""Citations in common formats, exports of answers, and the check of an export.

``citing`` and ``bibtex`` format citations; ``transcripts`` and ``records`` format answers;
``export`` writes answers to a file; ``checking`` compares an export with an index.
"""
