"""Which products and partners moved a province."""

from helpers.reports.drivers.report import Drivers as Drivers
