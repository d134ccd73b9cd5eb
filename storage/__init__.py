"""What we remember: records, queries, schema, migrations."""
