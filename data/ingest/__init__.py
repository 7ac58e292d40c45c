"""From files to a release: readers, one a source, and the load that puts them into the store."""
