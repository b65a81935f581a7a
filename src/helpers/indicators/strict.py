"""The base of every model of the registry: frozen, and nothing but known keys."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A frozen model that refuses a key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
