"""Known actors: persons and organisations of the news, a file for each region."""
