"""Every measurement, one after the other: ``make bench``. Ratios against a baseline named in each table."""

from benchmarks import apple_health, fhir, index, screen, turn, vault

if __name__ == "__main__":
    print("== Vault: sealed rows against plain SQLite")
    vault.main()
    print("\n== Index: the sealed collection against plain Chroma on disk")
    index.main(["1000"])
    print("\n== Screen: rules and heads against rules alone")
    screen.main()
    print("\n== A question: our own time before a model, against plain Chroma and FTS5, and its growth")
    turn.main([])
    print("\n== FHIR: import end to end against parsing with fhir.resources")
    fhir.main([])
    print("\n== Apple Health: import end to end against a bare pass of lxml")
    apple_health.main(["50000"])
