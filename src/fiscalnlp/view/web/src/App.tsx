import { DocumentPane } from "./document/DocumentPane";
import { Tooltip } from "./document/Tooltip";
import { Header } from "./Header";
import { Help } from "./Help";
import { Inspector } from "./Inspector";
import { RecordsPane } from "./records/RecordsPane";
import { pane } from "./state";
import { t } from "./words";

export function App() {
  return (
    <div class="app" data-pane={pane.value}>
      <a class="skip" href="#panel">
        {t("page.skip")}
      </a>
      <Header />
      <main>
        <DocumentPane />
        <div class="side">
          <RecordsPane />
          <Inspector />
        </div>
      </main>
      <Tooltip />
      <Help />
    </div>
  );
}
