"""The benchmark harness behind bench/run: it makes the corpora, drives Slipway and its peers, checks what they
published, and reports. `rows/` holds what is measured, one file per row of the table; `subjects/` what is driven."""
