"""One file per report format; nothing here reads more than a `ReportInput`."""
