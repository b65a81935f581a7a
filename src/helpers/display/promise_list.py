"""The promises of one theme on that theme's page: a short list with both answers."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.display.promise_counts import number_of
from helpers.display.promise_words import (
    answers_in_brief,
    levels_in_brief,
    plain,
    where_in_brief,
)
from helpers.strategies.counting import closed, in_force
from helpers.strategies.model import ALL_THEMES
from helpers.strategies.verdicts import STARTING_POINT, Judged, Level


def promise_list(judged: Sequence[Judged]) -> str:
    """List a theme's promises with both answers in brief, in Markdown.

    Parameters
    ----------
    judged : sequence of Judged
        The promises that bear on the theme, those on every theme included.

    Returns
    -------
    str
        Those in force; where none is, those of documents whose time is over. The others are
        named by their number alone.
    """
    own, over = in_force(judged), closed(judged)
    shown, aside = (own, over) if own else (over, ())
    if not shown:
        return "No promise of it bears on this page."
    subject = [each for each in shown if ALL_THEMES not in each.commitment.themes]
    whole = [each for each in shown if each not in subject]
    which = "" if own else ", of a document whose time is over"
    items = "\n".join(_item(each) for each in (*subject, *whole))
    parts = [f"{_counted(len(subject), len(whole))}{which}:", items]
    if aside:
        ids = ", ".join(each.id for each in aside)
        parts.append(f"In documents whose time is over, and told on the scorecard alone: {ids}.")
    words = {word for each in shown for word in (each.beside, *(a.verdict for a in each.answers))}
    if STARTING_POINT in words:
        parts.append(
            f"“{STARTING_POINT.capitalize()}” says that no value was collected since the strategy "
            "began: what the figures did before that stands further up and is nobody's answer yet."
        )
    parts.append("The council's scorecard gives the reasons of every answer, and its whole series.")
    return "\n\n".join(parts)


def levels_in_list(judged: Sequence[Judged]) -> list[Level]:
    """Levels with a figure that `promise_list` tells, in its order."""
    told = (level for each in in_force(judged) or closed(judged) for level in levels_in_brief(each))
    return [level for level in told if level.reading is not None]


def _counted(subject: int, whole: int) -> str:
    """Count what bears on the page apart from what every page of the strategy would show."""
    told = number_of(subject, "promise bears", "promises bear") if subject else ""
    beside = number_of(whole, "is about", "are about") if whole else ""
    if not beside:
        return f"{told} on this page"
    begins = f"{told} on this page, and" if told else "No promise of it bears on this page;"
    return f"{begins} {beside} the strategy as a whole"


def _item(judged: Judged) -> str:
    says = plain(judged.commitment.says.rstrip("."))
    where = plain(where_in_brief(judged))
    answer = answers_in_brief(judged)
    return (
        f"- **{says}** ({judged.id})\n"
        f"  - Where are we? {where[:1].upper()}{where[1:]}. Which way, or is it done? "
        f"{answer[:1].upper()}{answer[1:]}."
    )
