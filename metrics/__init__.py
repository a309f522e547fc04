"""Questions over the nouns, answered in frozen rows. Nothing here writes, draws or speaks HTTP."""
