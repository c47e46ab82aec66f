"""What somebody has to read and to take, what they have done, and what a manager sees of those who report to them."""
