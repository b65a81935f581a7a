"""Kernels forked from a process that has done their imports beforehand.

Linux alone can do this, and only while nothing but the process's own thread runs in it. Wherever
that does not hold a kernel is started as Jupyter starts it, and the run says so.
"""
