"""Suppression policies and the scan of finished files."""
