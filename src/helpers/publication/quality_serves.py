"""The indicators of the catalogue that stand on a dataset, with their titles where registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from helpers.base.themes import THEMES
from helpers.indicators.registry import Indicator, Registry

# Codes of the framework in force by which the registry knows an indicator of the catalogue.
_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "PL1": ("2C",),
        "PL2": ("2B",),
        "PL4": ("2E(2a)", "2E(2b)"),
        "PL5": ("2E(1)",),
        "PL6": ("2A",),
        "CA1": ("1C",),
        "CA2": ("1E",),
        "CA3": ("3B",),
        "CA4": ("3C(2)",),
        "CA5": ("5A(2)",),
        "CA8": ("3D(1b)",),
        "DP1": ("3D(2a)",),
        "DP2": ("3D(1a)",),
        "DP3": ("3D(2b)",),
        "WF1": ("6A",),
        "BC3": ("2C",),
        "BC10": ("2C",),
        "BC11": ("2D(1)", "2D(2)"),
    }
)
_THEMES = MappingProxyType(dict(zip(("PL", "CA", "DP", "WF", "BC"), THEMES, strict=True)))


@dataclass(frozen=True)
class Served:
    """The indicators of one theme: ids, each with its title where the registry has one."""

    theme: str
    indicators: tuple[tuple[str, str], ...]


def served(ids: tuple[str, ...], registry: Registry) -> tuple[Served, ...]:
    """Group the indicators of a dataset by theme, in order of themes.

    Parameters
    ----------
    ids : tuple of str
        Ids of the catalogue, such as "PL1".
    registry : Registry
        Where titles are looked up.
    """
    titles = {item.code: item.title for item in registry.indicators if in_force(item, registry)}
    grouped: dict[str, list[tuple[str, str]]] = {theme.title: [] for theme in THEMES}
    for name in ids:
        theme = _THEMES.get(name[:2])
        heading = theme.title if theme else "Other"
        grouped.setdefault(heading, []).append((name, _title(name, titles)))
    return tuple(Served(theme, tuple(found)) for theme, found in grouped.items() if found)


def in_force(indicator: Indicator, registry: Registry) -> bool:
    """Whether an indicator's code is one of a framework in force."""
    return registry.frameworks[indicator.framework].in_force


def _title(name: str, titles: Mapping[str, str]) -> str:
    known = [f"{titles[code]} ({code})" for code in _CODES.get(name, ()) if code in titles]
    return "; ".join(known)
