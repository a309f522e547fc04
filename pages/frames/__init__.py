"""The charts of the site: rows of a metric made into a frame, with words, table, numbers and sources."""
