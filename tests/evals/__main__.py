"""Every score, one after the other: ``make evals``. Each runs alone too: ``python -m tests.evals.safety``."""

import os
import sys

from tests.evals import (
    answer_lies,
    answers,
    answers_adversary,
    cda,
    corpus,
    extraction,
    injection,
    prose,
    questions,
    retrieval,
    safety,
    scans,
    statistics,
    tables,
    ways,
)

if __name__ == "__main__":
    print("== Reading: laboratory reports as text PDF, truth known")
    extraction.main([])
    print("\n== Reading: letters, prescriptions, reports in words, truth known")
    prose.main([])
    print("\n== Reading: tables, columns guessed, truth known")
    tables.main([])
    print("\n== Reading: scans and photos, truth known")
    scans.main([])
    print("\n== Understanding questions")
    questions.main()
    print("\n== Finding, and what is not there, against BM25 and plain Chroma")
    retrieval.main([])
    print("\n== Answers to whole records")
    answers.main([])
    print("\n== What a bad model gets through")
    answers_adversary.main([])
    print("\n== Lies that the check alone must stop")
    answer_lies.main([])
    print("\n== Orders in documents, every format")
    injection.main([])
    print("\n== Ways to ask for a number")
    statistics.main()
    print("\n== Questions of the way")
    ways.main()
    print("\n== Safety screen and answer check")
    fallen = safety.main(["--gate", str(safety.HEADLINES)])
    if "CARNET_CORPUS" not in os.environ:
        print("\n== Corpus: CARNET_CORPUS is not set", file=sys.stderr)
    else:
        print("\n== Corpus")
        corpus.main()
        print("\n== Corpus: entries of clinical documents without a record, counted by another reader")
        cda.main()
    sys.exit(fallen)
