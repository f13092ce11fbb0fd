"""Hits in, answers out.

from qa import Answerer, answer

answer("When will the pilot line be ready?", index="my-index").citations[0].quote
"""

from qa.answerer import Answerer, answer
from qa.types import Answer, Candidate, Citation

__all__ = ["Answer", "Answerer", "Candidate", "Citation", "answer"]
