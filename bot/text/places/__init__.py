"""China's divisions by name and code, and their telephone area codes."""
