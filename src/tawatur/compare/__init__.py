"""The only cross-document work. Each module has one comparer: it makes items of a document, links two items, and concludes from a linked group.

A comparer never sees two whole documents and never all pairs: `run` joins items by their blocking keys. See `Comparer` in protocol.py.
"""
