"""A template (mẫu nhiệm vụ): what tasks of a kind begin with. It belongs to a unit."""
