"""The generated parts: what they list, and how a chapter is cited."""
