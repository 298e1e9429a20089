"""The smallest next measurement: which accesses, exports and papers would let most verdicts be concluded."""
