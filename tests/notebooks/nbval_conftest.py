"""Goes with the copies that nbval runs: only the kinds of output that were reviewed count.

Charts' specifications and the page's own kinds are tested where they are made; here it is
the words and figures. A kind that is added later is passed over too.
"""

REVIEWED = ("text/markdown", "text/plain")


class PassedOver:
    """What nbval leaves out of its comparison: what it always does, and any other kind."""

    def __init__(self, always):
        self._always = always

    def __contains__(self, name):
        return name in self._always or ("/" in name and name not in REVIEWED)


def pytest_collectstart(collector):
    """Extend what nbval leaves out."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare = PassedOver((*collector.skip_compare, "stderr"))
