"""Spans, sentences, words, figures, names, quotations, languages and the length of posts."""
