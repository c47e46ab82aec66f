"""The web application: small domain apps on a shared ground floor."""
