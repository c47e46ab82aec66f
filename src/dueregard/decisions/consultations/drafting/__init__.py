"""Write a consultation, pass the Gunning checks, and open it."""
