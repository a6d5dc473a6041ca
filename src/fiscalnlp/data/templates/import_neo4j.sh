#!/bin/sh
# Imports this folder into a new Neo4j database: sh import.sh [DATABASE]
# Run it where neo4j-admin (5 or later) is on the path and the database does not exist yet.
# Money is a string, so that it stays exact: sum(toFloat(n.yuan)).
set -e
cd "$(dirname "$0")"
exec neo4j-admin database import full "${1:-neo4j}" \
  --id-type=string --array-delimiter=';' --multiline-fields=true \
{% for table in nodes %}
  --nodes=nodes/{{ table.name }}.csv \
{% endfor %}
{% for table in edges %}
  --relationships=edges/{{ table.name }}.csv{{ "" if loop.last else " \\" }}
{% endfor %}
