import { byId } from "../data";
import { Chip } from "../records/parts";
import { summary } from "../summary";
import { kindName, t } from "../words";
import { pointed } from "./pointing";

const WIDTH = 340;

export function Tooltip() {
  const here = pointed.value;
  const [first, ...others] = here?.ids.map((id) => byId.get(id)!) ?? [];
  if (!here || !first) return null;
  const { about, figure } = summary(first);
  const above = here.y > innerHeight - 180;
  const style = {
    left: `${Math.max(8, Math.min(here.x + 12, innerWidth - WIDTH - 8))}px`,
    ...(above ? { bottom: `${innerHeight - here.y + 14}px` } : { top: `${here.y + 18}px` }),
  };
  return (
    <div class="tooltip" role="tooltip" style={style}>
      <Chip kind={first.kind} />
      <p>{about}</p>
      {figure && <p class="figure">{figure}</p>}
      {others.length > 0 && (
        <p class="dim">
          {t("page.also_here")}: {[...new Set(others.map((each) => kindName(each.kind)))].join(" · ")}
        </p>
      )}
    </div>
  );
}
