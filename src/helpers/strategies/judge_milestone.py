"""Milestones: done, not done, superseded, or for the council to confirm; by evidence alone."""

from __future__ import annotations

from helpers.strategies import words
from helpers.strategies.model import Commitment
from helpers.strategies.moments import spoken
from helpers.strategies.verdicts import Answer

UNCONFIRMED = "no evidence is registered that it has happened, nor that it has not"


def judge_milestone(commitment: Commitment) -> Answer:
    """Answer whether a milestone was reached, as far as evidence is registered.

    Parameters
    ----------
    commitment : Commitment
        Its state, evidence, date and link come from the strategy file.

    Returns
    -------
    Answer
        A deadline that has passed is never a reason.
    """
    milestone = commitment.milestone
    evidence = milestone.evidence
    if evidence is None:
        return Answer("milestone", milestone.state, "", words.sentence(UNCONFIRMED))
    where = (
        f"see {evidence.link}"
        if evidence.link
        else f"document {evidence.document}, section {evidence.section}"
    )
    told = (evidence.says, f"{where}; {spoken(evidence.date)}")
    return Answer("milestone", milestone.state, "", words.sentence(*told))
