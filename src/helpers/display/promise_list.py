"""The promises of one theme on that theme's page: a short list with both answers."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.display.promise_counts import number_of
from helpers.display.promise_words import answers_in_brief, plain, where_in_brief
from helpers.strategies.counting import closed, in_force
from helpers.strategies.verdicts import STARTING_POINT, Judged


def promise_list(judged: Sequence[Judged], theme: str) -> str:
    """List a theme's promises with both answers in brief, in Markdown.

    Parameters
    ----------
    judged : sequence of Judged
        The promises that bear on the theme.
    theme : str
        Its title.

    Returns
    -------
    str
        Those in force; where none is, those of documents whose time is over. The others are
        named by their number alone.
    """
    own, over = in_force(judged), closed(judged)
    shown, aside = (own, over) if own else (over, ())
    if not shown:
        return f"No promise of it bears on {theme.lower()}."
    count = number_of(len(shown), "promise bears", "promises bear")
    which = "" if own else ", of a document whose time is over"
    parts = [f"{count} on this page{which}:", "\n".join(_item(each) for each in shown)]
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


def _item(judged: Judged) -> str:
    says = plain(judged.commitment.says.rstrip("."))
    where = plain(where_in_brief(judged))
    answer = answers_in_brief(judged)
    return (
        f"- **{says}** ({judged.id})\n"
        f"  - Where are we? {where[:1].upper()}{where[1:]}. Which way, or is it done? "
        f"{answer[:1].upper()}{answer[1:]}."
    )
