"""Helpers of the notebooks on the goods trade of China's 31 provinces."""
