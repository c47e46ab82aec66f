"""What is fast, and compared with what.

`make bench` runs all of it; `make check` runs each part once, small, to see that it works.
"""
