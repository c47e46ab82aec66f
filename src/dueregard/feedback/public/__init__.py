"""The pages that anyone opens, without an account, and which leave nothing in the browser."""
