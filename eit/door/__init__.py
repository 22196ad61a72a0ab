"""The firm's own door: a small server of its own that shows one form and writes to one mailbox.

It opens no data file, asks no answer of the analysis, and knows nothing of who signs in elsewhere.
"""
