"""Evaluation (đánh giá): what an official's work of a month or quarter comes to by a versioned rule."""
