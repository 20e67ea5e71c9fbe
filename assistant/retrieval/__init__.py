"""Passages, embeddings, the two indexes and the search over them."""
