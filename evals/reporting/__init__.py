"""What a run looks like to people: a table in the terminal, Markdown, and one HTML file that needs nothing else."""
