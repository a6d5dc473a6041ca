import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { hasPictures } from "../data";
import { asked } from "../selection";
import { pane, zoom } from "../state";
import { t } from "../words";
import { Filters } from "../Filters";
import { Lazy, wanted } from "./Lazy";
import { leafAt, leaves, type Leaf } from "./leaves";
import { places } from "./marks";
import { PdfPage } from "./PdfPage";
import { choose, point, unpoint } from "./pointing";
import { TextLeafView } from "./TextLeafView";

const ZOOMS = [0.75, 1, 1.25, 1.5, 2, 3];

export function DocumentPane() {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => effect(() => void (asked.value && pane.value === "document" && reveal(scroller.current!))), []);
  return (
    <div class="document">
      <div class="bar">
        <Filters />
        <Zoom />
      </div>
      <div
        ref={scroller}
        class={`scroll ${hasPictures ? "paper-stack" : "reading"}`}
        id="document"
        tabIndex={0}
        role="region"
        aria-label={t(hasPictures ? "page.document" : "page.text_of_document")}
        style={{ "--zoom": zoom.value }}
        onClick={choose}
        onPointerMove={point}
        onPointerLeave={unpoint}
        onScroll={unpoint}
      >
        {leaves.map((leaf, number) => (
          <LeafView key={number} leaf={leaf} number={number} />
        ))}
      </div>
    </div>
  );
}

function LeafView({ leaf, number }: { leaf: Leaf; number: number }) {
  if (leaf.type === "page") {
    const { width, height } = leaf.page;
    return (
      <Lazy number={number} class="paper" style={{ aspectRatio: `${width} / ${height}` }}>
        {() => <PdfPage page={leaf.page} />}
      </Lazy>
    );
  }
  return (
    <Lazy number={number} class="leaf" style={{ minHeight: `${Math.round((leaf.end - leaf.start) * 0.8)}px` }}>
      {() => <TextLeafView leaf={leaf} />}
    </Lazy>
  );
}

/** Bring the selected place into view, unless it is there already. */
function reveal(scroller: HTMLElement): void {
  const place = places.peek()[0];
  if (!place) return;
  const number = leafAt(place.page, place.start);
  wanted.value = number;
  // The leaf is drawn with the next frame, and the marks on it with the one after.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const target = scroller.querySelector("[data-place='0']") ?? scroller.querySelector(`[data-leaf="${number}"]`);
      if (!target) return;
      const [box, frame] = [target.getBoundingClientRect(), scroller.getBoundingClientRect()];
      if (box.top >= frame.top + 8 && box.bottom <= frame.bottom - 8) return;
      target.scrollIntoView({ block: box.height < frame.height ? "center" : "start", inline: "nearest" });
    }),
  );
}

function Zoom() {
  const at = ZOOMS.indexOf(zoom.value);
  return (
    <div class="zoom">
      <button type="button" class="tool" aria-label={t("page.zoom_out")} disabled={at === 0} onClick={() => (zoom.value = ZOOMS[at - 1] ?? 1)}>
        −
      </button>
      <button type="button" class="tool" title={t("page.zoom_fit")} onClick={() => (zoom.value = 1)}>
        {Math.round(zoom.value * 100)}%
      </button>
      <button type="button" class="tool" aria-label={t("page.zoom_in")} disabled={at === ZOOMS.length - 1} onClick={() => (zoom.value = ZOOMS[at + 1] ?? 3)}>
        +
      </button>
    </div>
  );
}
