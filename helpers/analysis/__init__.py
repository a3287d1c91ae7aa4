"""Frames and charts for a question of one's own, as a notebook asks them of `helpers`."""
