"""The companion on one page, on paper and in a folder: what stands beside the site."""
