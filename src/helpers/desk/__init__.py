"""The analyst's desk: JupyterLab and the readiness check."""
