"""Where chance comes from: one named stream of random numbers for each file, all of one seed.

A file keeps its numbers when another file starts to draw more or fewer, because no two share a stream.
"""

from hashlib import sha256

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random numbers that belong to `name`: the same ones each time for one seed."""
    digest = sha256(f"{seed}/{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))
