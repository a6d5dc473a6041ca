-- Views of the PostgreSQL feed, in the schema that is first in the search path.

-- Each duty with the spending category that it is most likely carried out under (none: null).
CREATE OR REPLACE VIEW duties AS
SELECT
  duty.doc_id, duty.fiscal_year, duty.province, duty.region, duty.issuer, duty.id, duty.number, duty.text, duty.role,
  duty.partners, best.code, best.level, best.name, best.score, duty.full_text
FROM duty
LEFT JOIN LATERAL (
  SELECT * FROM link WHERE link.doc_id = duty.doc_id AND link.duty = duty.id ORDER BY score DESC, code LIMIT 1
) AS best ON true;

-- What was spent, or is planned, under each functional class; departments hold the money of their units, so `scope`
-- keeps the two apart.
CREATE OR REPLACE VIEW spending_by_class AS
SELECT
  spending.fiscal_year, spending.province, spending.region, document.report, document.scope, spending.fund,
  spending.level, spending.code, spending.path[cardinality(spending.path)] AS name,
  count(DISTINCT spending.doc_id) AS documents, sum(spending.yuan) AS yuan
FROM spending
JOIN document USING (doc_id)
WHERE spending.yuan IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;

-- Every figure of the disclosure tables: what its line and column are called, and its class.
CREATE OR REPLACE VIEW table_figures AS
SELECT
  printed.doc_id, printed.fiscal_year, printed.province, printed.region, printed.issuer, printed.id,
  printed."table", printed.title, line."row", line.label, line.code, line.level, line.path, line.total,
  printed.columns[figure."column" + 1] AS "column", figure.value, figure.yuan
FROM "table" AS printed
CROSS JOIN LATERAL jsonb_to_recordset(printed.lines)
  AS line("row" bigint, label text, code text, level text, path text[], total boolean, "values" jsonb)
CROSS JOIN LATERAL jsonb_to_recordset(line."values") AS figure("column" bigint, value numeric, yuan numeric)
WHERE figure.value IS NOT NULL OR figure.yuan IS NOT NULL;
