"""Trains the embedding heads from messages written for this project: ``python -m safety.training``.

Not used at run time. The same messages and the same embedding give the same weights, bit for bit.
"""
