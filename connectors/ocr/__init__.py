"""Reading pictures of pages: straightening, finding and recognising words, keeping what is doubtful apart.

Not a connector of its own: `connectors.picture` and `connectors.pdf_report` use it. Everything here runs in
the sandboxed parser process, in one thread. Each character is read twice, from two different cuts of the
picture; what the two readings do not agree on is never sure.
"""
