"""Pages of community digital teams."""
