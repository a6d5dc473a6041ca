// A page as it is, with a box over each record and the places of the selected one.
import { picture, type PageShape } from "../data";
import type { Box } from "../contract";
import { t } from "../words";
import { marksByPage, places } from "./marks";

export function PdfPage({ page }: { page: PageShape }) {
  const source = picture(page.page);
  return (
    <>
      {source && <img src={source} alt={t("page.page_picture", { n: page.page })} draggable={false} decoding="async" />}
      <Boxes page={page} />
      <Places page={page} />
      <span class="page-number" aria-hidden="true">
        {page.page}
      </span>
    </>
  );
}

function Boxes({ page }: { page: PageShape }) {
  return (
    <>
      {marksByPage.value.get(page.page)?.map(({ mark, box }) => (
        <i key={`${mark.id} ${box.join()}`} class="box" data-ids={mark.id} data-kind={mark.kind} style={placeBox(box, page)} />
      ))}
    </>
  );
}

function Places({ page }: { page: PageShape }) {
  return (
    <>
      {places.value.flatMap((place, at) =>
        place.boxes
          .filter((box) => box[0] === page.page)
          .map((box, line) => (
            <i key={`${at} ${line}`} class={`place ${place.tone}`} data-place={at} style={placeBox(box, page)}>
              {place.number !== null && line === 0 && <b>{place.number}</b>}
            </i>
          )),
      )}
    </>
  );
}

function placeBox([, x0, y0, x1, y1]: Box, page: PageShape) {
  return {
    left: `${(x0 / page.width) * 100}%`,
    top: `${(y0 / page.height) * 100}%`,
    width: `${((x1 - x0) / page.width) * 100}%`,
    height: `${((y1 - y0) / page.height) * 100}%`,
  };
}
