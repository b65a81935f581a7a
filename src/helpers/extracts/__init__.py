"""Recognising and reading publishers' files into a contract's columns; sample data."""
