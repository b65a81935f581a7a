"""The indicator registry, observations, comparison and data-quality flags."""
