"""Whether somebody with six years of school can read what stands under data/: short sentences, words people use.

`passages` finds every text that is shown, `vocabulary` knows which words are known, `check` says what is too hard.
"""
