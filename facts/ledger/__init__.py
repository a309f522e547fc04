"""The curated ledger as YAML: read, check, write to the database, and give back.

A `Kind` is one file of records and how each field is read and written. `load` validates every
file before it writes anything; `dump` gives the files back. Each app registers its own kinds
(`facts.kinds`, `projects.kinds`, `launches.kinds`, `news.kinds`) when Django starts.
"""
