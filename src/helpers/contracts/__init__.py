"""Data contracts (ODCS v3.1) and their rules, as Polars facts and as expectations."""
