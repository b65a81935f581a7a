"""The observations table: its columns, for every room that reads it."""

from helpers.contracts.columns import Obs

__all__ = ["Obs"]
