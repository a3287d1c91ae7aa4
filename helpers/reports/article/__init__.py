"""The article of an edition: all reports in one piece."""

from helpers.reports.article.report import Article as Article
