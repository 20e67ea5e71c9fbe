"""The desk: panels in the browser over the one façade, in Spanish and English."""
