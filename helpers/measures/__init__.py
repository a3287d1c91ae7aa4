"""Measures as pure functions: frames in, frames out, values in 亿, rates in percent."""
