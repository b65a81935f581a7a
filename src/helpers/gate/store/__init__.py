"""Receipts and canonical Parquet, kept by content; safe to import in a kernel."""
