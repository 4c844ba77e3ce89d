"""What is kept: tables, engines, migrations and the audit chain."""
