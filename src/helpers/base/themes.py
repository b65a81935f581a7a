"""The five themes, and the scorecard that stands in a theme's place: slugs and titles."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.suggest import unknown


@dataclass(frozen=True)
class Theme:
    """One strategy theme and the notebook that answers it."""

    slug: str
    title: str

    @property
    def notebook(self) -> str:
        """File name of the theme's notebook."""
        return self.slug.replace("-", "_") + ".ipynb"

    def title_for(self, area: str) -> str:
        """Title of its page for a council."""
        return page_title(self.slug, self.title, area)


THEMES: tuple[Theme, ...] = (
    Theme("placements", "Placements"),
    Theme("carers", "Carers"),
    Theme("direct-payments", "Direct payments"),
    Theme("workforce", "Workforce"),
    Theme("bcf-outcomes", "Better Care Fund outcomes"),
)

SCORECARD = Theme("scorecard", "Scorecard")
"""Holds the promises of a strategy against the evidence of all themes; not one of the five."""

WORKBOOKS: tuple[Theme, ...] = (*THEMES, SCORECARD)
"""Everything that a run can make for a council."""


def page_title(slug: str, title: str, area: str) -> str:
    """Title of a theme's page for a council, from the theme's slug and title."""
    return f"{title} {'of' if slug == SCORECARD.slug else 'in'} {area}"


def find_theme(text: str) -> Theme:
    """Find a theme, or the scorecard, by its slug; an underscore counts as a hyphen.

    Raises
    ------
    ParameterError
        When no theme has that name.
    """
    wanted = text.strip().lower().replace("_", "-").replace(" ", "-")
    for theme in WORKBOOKS:
        if theme.slug == wanted:
            return theme
    raise unknown("theme", text, [theme.slug for theme in WORKBOOKS])
