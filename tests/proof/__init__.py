"""Proofs that take too long for `make test`; `make proof` runs them, `make test` a small size of each."""
