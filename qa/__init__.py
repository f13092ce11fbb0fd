"""Hits in, answers out.

from pincite.qa import Answerer, answer

answer("When will the pilot line be ready?", index="my-index").citations[0].quote
"""

from importlib.metadata import version

from pincite.qa.answerer import Answerer, answer
from pincite.qa.carrying.bibtex import citation_bibtex, citation_csl
from pincite.qa.carrying.checking import check_export
from pincite.qa.carrying.citing import citation_markdown, citation_text
from pincite.qa.carrying.export import export
from pincite.qa.conversation.conversation import Conversation
from pincite.qa.types import Answer, Candidate, Citation

__version__ = version("pincite")

__all__ = [
    "Answer",
    "Answerer",
    "Candidate",
    "Citation",
    "Conversation",
    "__version__",
    "answer",
    "check_export",
    "citation_bibtex",
    "citation_csl",
    "citation_markdown",
    "citation_text",
    "export",
]
