"""Documents in which each sentence is typed and opens its source; what is published of one is a sealed edition."""
