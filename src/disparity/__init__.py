"""The engine: microdata in, safe numbers out."""
