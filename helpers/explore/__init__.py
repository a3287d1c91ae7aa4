"""The explorer in JupyterLab: controls, figures, downloads, publishing."""
