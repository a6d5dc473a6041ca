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
                    <Chip kind={record.kind} /> <Found text={about} /> <span class="figure">{figure}</span>
                  </>
                }
              >
                <p class="excerpt">
                  <Found text={record.text.slice(0, 160)} />
                </p>
              </Card>
            );
          }}
        />
      )}
    </>
  );
}

/** Text with the words that were searched for. */
function Found({ text }: { text: string }) {
  const wanted = query.value.trim().split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!wanted.length) return <>{text}</>;
  return (
    <>
      {text.split(new RegExp(`(${wanted.join("|")})`, "gi")).map((piece, at) => (at % 2 ? <mark key={at} class="found">{piece}</mark> : piece))}
    </>
  );
}
