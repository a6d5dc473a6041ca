import { query } from "../state";
import { results } from "../search";
import { summary } from "../summary";
import { t } from "../words";
import { Card, Chip, RecordList } from "./parts";

export function Results() {
  const found = results.value;
  return (
    <>
      <p class="hint" role="status">
        {found.length ? t("page.results", { n: found.length }) : t("page.no_results")}
      </p>
      {found.length > 0 && (
        <RecordList
          records={found}
          each={(record) => {
            const { about, figure } = summary(record);
            return (
              <Card
                key={record.id}
                record={record}
                head={
                  <>
                    <Chip kind={record.kind} />
                    <span>
                      <Found text={about} />
                    </span>
                    <span class="figure">{figure}</span>
                  </>
                }
              >
                <p class="excerpt">
                  <Found text={excerpt(record.text)} />
                </p>
              </Card>
            );
          }}
        />
      )}
    </>
  );
}

const [BEFORE, LENGTH] = [30, 150];

/** The text around the first of the words that were searched for. */
function excerpt(text: string): string {
  const found = text.search(pattern() ?? /^/);
  const start = Math.max(0, found - BEFORE);
  return `${start > 0 ? "…" : ""}${text.slice(start, start + LENGTH)}${start + LENGTH < text.length ? "…" : ""}`;
}

/** What matches the words that were searched for; null where there are none. */
function pattern(): RegExp | null {
  const wanted = query.value.trim().split(/\s+/).filter(Boolean);
  const escaped = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return escaped.length ? new RegExp(`(${escaped.join("|")})`, "gi") : null;
}

/** Text with the words that were searched for marked. */
function Found({ text }: { text: string }) {
  const pieces = text.split(pattern() ?? /^$/);
  return (
    <>
      {pieces.map((piece, at) => (at % 2 ? <mark key={at} class="found">{piece}</mark> : piece))}
    </>
  );
}
