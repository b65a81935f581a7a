"""The five themes, their slugs and titles."""

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


THEMES: tuple[Theme, ...] = (
    Theme("placements", "Placements"),
    Theme("carers", "Carers"),
    Theme("direct-payments", "Direct payments"),
    Theme("workforce", "Workforce"),
    Theme("bcf-outcomes", "Better Care Fund outcomes"),
)


def find_theme(text: str) -> Theme:
    """Find a theme by its slug; an underscore counts as a hyphen.

    Raises
    ------
    ParameterError
        When no theme has that name.
    """
    wanted = text.strip().lower().replace("_", "-").replace(" ", "-")
    for theme in THEMES:
        if theme.slug == wanted:
            return theme
    raise unknown("theme", text, [theme.slug for theme in THEMES])
