import { of } from "../data";
import { t } from "../words";
import { Card, Part, RecordList } from "./parts";

export function Terms() {
  const [terms, citations, nilReturns] = [of("term"), of("citation"), of("nil_return")];
  return (
    <>
      {terms.length > 0 && (
        <Part title={t("terms.terms")}>
          <RecordList
            records={terms}
            each={(term) => (
              <Card key={term.id} record={term} head={<span class="about">{term.term}</span>}>
                <p class="words">{term.definition}</p>
              </Card>
            )}
          />
        </Part>
      )}
      {citations.length > 0 && (
        <Part title={t("terms.citations")}>
          <RecordList
            records={citations}
            each={(citation) => (
              <Card
                key={citation.id}
                record={citation}
                head={
                  <>
                    <span class="about">{citation.number}</span>
                    <span class="tag quiet">{citation.year}</span>
                  </>
                }
              />
            )}
          />
        </Part>
      )}
      {nilReturns.length > 0 && (
        <Part title={t("terms.nil_returns")}>
          <RecordList
            records={nilReturns}
            each={(each) => (
              <Card key={each.id} record={each} head={<span class="about">{each.measure}</span>}>
                <p class="words">{each.text}</p>
              </Card>
            )}
          />
        </Part>
      )}
    </>
  );
}
