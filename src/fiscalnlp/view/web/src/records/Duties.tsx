import { of, type Of } from "../data";
import { address } from "../selection";
import { t, valueName } from "../words";
import { Bar, Card, Part, RecordList } from "./parts";

const best = new Map<string, Of<"link">[]>();
for (const link of of("link").toSorted((one, other) => other.score - one.score)) {
  best.set(link.duty, [...(best.get(link.duty) ?? []), link]);
}

export function Duties() {
  const shifts = of("functional_shift");
  return (
    <>
      <RecordList records={of("duty")} each={(duty) => <DutyCard key={duty.id} duty={duty} />} />
      {shifts.length > 0 && (
        <Part title={t("kinds.functional_shift")}>
          <RecordList
            records={shifts}
            each={(shift) => (
              <Card key={shift.id} record={shift} head={`${shift.marker ?? ""} ${shift.title}`}>
                <p class="excerpt">{shift.text}</p>
              </Card>
            )}
          />
        </Part>
      )}
    </>
  );
}

function DutyCard({ duty }: { duty: Of<"duty"> }) {
  return (
    <Card
      record={duty}
      head={
        <>
          <span class="ordinal">{duty.number}</span>
          <span class="tag">{valueName(duty.role)}</span>
          {(duty.partners ?? []).map((partner) => (
            <span key={partner} class="tag quiet">
              {partner}
            </span>
          ))}
        </>
      }
    >
      <p class="words">{duty.text}</p>
      {duty.actions.length > 0 && (
        <ul class="actions">
          {duty.actions.map(({ verb, object }, at) => (
            <li key={at}>
              <b>{verb}</b> {object}
            </li>
          ))}
        </ul>
      )}
      {best.get(duty.id)?.slice(0, 2).map((link) => (
        <a key={link.id} class="category" data-kind="link" href={address(link.id)}>
          <span class="code">{link.code}</span> {link.name}
          <Bar share={link.score} kind="link" />
          <span class="dim figure">{link.score.toFixed(2)}</span>
        </a>
      ))}
    </Card>
  );
}
