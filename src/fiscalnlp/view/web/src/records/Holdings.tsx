import { of, type Of } from "../data";
import { size, money, unit } from "../figures";
import { t } from "../words";
import { Bar, Card, Part, RecordList } from "./parts";

const MONEY = ["goods_yuan", "works_yuan", "services_yuan", "sme_yuan", "micro_yuan", "other_sme_yuan", "reserved_sme_yuan", "reserved_micro_yuan"] as const;

export function Holdings() {
  const [procurement, assets] = [of("procurement"), of("asset")];
  return (
    <>
      {procurement.length > 0 && (
        <Part title={t("holdings.procurement")}>
          <RecordList records={procurement} each={(each) => <ProcurementCard key={each.id} procurement={each} />} />
        </Part>
      )}
      {assets.length > 0 && (
        <Part title={t("holdings.assets")}>
          <RecordList
            records={assets}
            each={(asset) => (
              <Card
                key={asset.id}
                record={asset}
                head={
                  <>
                    <span class="about">{asset.item}</span>
                    <span class="figure end">
                      {asset.count} {asset.unit}
                    </span>
                  </>
                }
              />
            )}
          />
        </Part>
      )}
    </>
  );
}

function ProcurementCard({ procurement }: { procurement: Of<"procurement"> }) {
  const lines = MONEY.map((name) => [name, procurement[name]] as const).filter(([, yuan]) => yuan != null);
  const most = Math.max(1, size(procurement.total_yuan), ...lines.map(([, yuan]) => size(yuan)));
  return (
    <Card
      record={procurement}
      head={
        <>
          <span class="about">{t("fields.total_yuan").replace(/[（(].*/, "")}</span>
          <span class="figure end">
            {procurement.total_yuan === null ? "—" : `${money(procurement.total_yuan)} ${unit()}`}
          </span>
        </>
      }
    >
      <dl class="bars">
        {lines.map(([name, yuan]) => (
          <div key={name}>
            <dt>{t(`fields.${name}`).replace(/\s*[（(].*/, "")}</dt>
            <dd>
              <Bar share={size(yuan) / most} kind="procurement" />
              <span class="figure">{money(yuan!)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
