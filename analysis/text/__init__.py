"""The text itself: letters, tokens, sentences, quotation marks."""
