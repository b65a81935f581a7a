"""The observations that a version may not show, for the rooms that plan and publish."""

from helpers.disclosure.policy import Withheld, withheld

__all__ = ["Withheld", "withheld"]
