"""What a province trades, product by product."""

from helpers.reports.products.report import Products as Products
