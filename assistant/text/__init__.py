"""Work on text: spans with offsets, sentences, words, figures, names, quotations, languages and post length."""
