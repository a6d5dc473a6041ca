-- Views of the DuckDB feed; one statement each.

-- Each duty with the spending category that it is most likely carried out under (none: null).
CREATE OR REPLACE VIEW duties AS
SELECT
  duty.doc_id, duty.fiscal_year, duty.province, duty.region, duty.issuer, duty.id, duty.number, duty.text, duty.role,
  duty.partners, best.code, best.level, best.name, best.score
FROM duty
LEFT JOIN (SELECT DISTINCT ON (duty) * FROM link ORDER BY duty, score DESC, code) AS best ON best.duty = duty.id;

-- What was spent, or is planned, under each functional class; departments hold the money of their units, so `scope`
-- keeps the two apart.
CREATE OR REPLACE VIEW spending_by_class AS
SELECT
  spending.fiscal_year, spending.province, spending.region, document.report, document.scope, spending.fund,
  spending.level, spending.code, spending.path[-1] AS name,
  count(DISTINCT spending.doc_id) AS documents, sum(spending.yuan) AS yuan
FROM spending
JOIN document USING (doc_id)
WHERE spending.yuan IS NOT NULL
GROUP BY ALL;

-- Every figure of the disclosure tables: what its line and column are called, and its class.
CREATE OR REPLACE VIEW table_figures AS
WITH lines AS (
  SELECT doc_id, fiscal_year, province, region, issuer, id, "table", title, "columns", unnest(lines) AS line
  FROM "table"
), figures AS (
  SELECT * EXCLUDE (line), line, unnest(line.values) AS figure FROM lines
)
SELECT
  doc_id, fiscal_year, province, region, issuer, id, "table", title, line.row AS row, line.label AS label,
  line.code AS code, line.level AS level, line.path AS path, line.total AS total,
  "columns"[figure.column + 1] AS "column", figure.value AS value, figure.yuan AS yuan
FROM figures
WHERE figure.value IS NOT NULL OR figure.yuan IS NOT NULL;
