// table and data_table. The second can be sorted by its headings and is shown page by page.

import { fragment, h, icon } from "../element.js";
import { richTextBlocks } from "./richtext.js";

const DEFAULT_PAGE = 5; // Slack's own, where `page_size` is left out.

function cell(content, ctx) {
  if (content.type === "rich_text") return richTextBlocks.rich_text(content, ctx);
  if (content.type === "raw_number") return fragment(content.text ?? String(content.value));
  if (content.type === "raw_text") return fragment(content.text);
  return ctx.unknown("table cell", content.type);
}

function isNumber(content) {
  return content?.type === "raw_number";
}

function frame(label, ...children) {
  return h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-label": label }, ...children);
}

function table(block, ctx) {
  const [head, ...body] = block.rows;
  const align = (column) => block.column_settings?.[column]?.align || (isNumber(body[0]?.[column]) ? "right" : "left");
  const wrap = (column) => (block.column_settings?.[column]?.is_wrapped ? "wraps" : "");
  const style = (column) => ({ textAlign: align(column) });
  return frame(
    "Table",
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((content, column) => h("th", { scope: "col", style: style(column) }, cell(content, ctx))))),
      h(
        "tbody",
        {},
        body.map((row) => h("tr", {}, row.map((content, column) => h("td", { class: wrap(column), style: style(column) }, cell(content, ctx))))),
      ),
    ),
  );
}

/** What a column is sorted by: numbers only when every cell is one, as Slack does. */
function sorter(rows, column) {
  if (rows.every((row) => isNumber(row[column]))) return (a, b) => a[column].value - b[column].value;
  const text = (row) => row[column].text ?? JSON.stringify(row[column].elements ?? "");
  return (a, b) => text(a).localeCompare(text(b), "en-GB", { numeric: true });
}

function dataTable(block, ctx) {
  const [head, ...rows] = block.rows;
  const named = block.row_header_column_index ?? 0;
  const size = block.page_size || DEFAULT_PAGE;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  let page = 0;
  let sorted = { column: null, down: false };

  const body = h("tbody");
  const where = h("span", { role: "status" });
  const turn = (by, label, name) =>
    h("button", { type: "button", class: "quiet", "aria-label": label, onclick: () => show(page + by) }, icon(name));
  const earlier = turn(-1, "Previous page", "left");
  const later = turn(1, "Next page", "right");
  const headings = head.map((content, column) => {
    const press = () => {
      sorted = { column, down: sorted.column === column && !sorted.down };
      show(0);
    };
    const number = isNumber(rows[0]?.[column]);
    const button = h("button", { type: "button", class: "sort", onclick: press }, cell(content, ctx), h("span", { class: "arrow", "aria-hidden": "true" }));
    return h("th", { scope: "col", class: number ? "number" : "" }, button);
  });

  function show(wanted) {
    page = Math.min(Math.max(wanted, 0), pages - 1);
    const { column, down } = sorted;
    const order = column === null ? rows : [...rows].sort(sorter(rows, column));
    if (down) order.reverse();
    const seen = order.slice(page * size, (page + 1) * size);
    body.replaceChildren(
      ...seen.map((row) =>
        h(
          "tr",
          {},
          row.map((content, at) => {
            const props = { class: isNumber(content) ? "number" : "" };
            return at === named ? h("th", { ...props, scope: "row" }, cell(content, ctx)) : h("td", props, cell(content, ctx));
          }),
        ),
      ),
    );
    headings.forEach((heading, at) => {
      const way = at !== column ? "none" : down ? "descending" : "ascending";
      heading.setAttribute("aria-sort", way);
      heading.querySelector(".arrow").textContent = { none: "↕", ascending: "↑", descending: "↓" }[way];
    });
    where.textContent = `${page * size + 1}–${page * size + seen.length} of ${rows.length}`;
    earlier.disabled = page === 0;
    later.disabled = page === pages - 1;
  }
  show(0);

  return h(
    "div",
    { class: "data-table", "data-testid": "data-table" },
    frame(block.caption, h("table", {}, h("caption", {}, block.caption), h("thead", {}, h("tr", {}, headings)), body)),
    pages > 1 && h("div", { class: "pager" }, earlier, where, later),
  );
}

export const tableBlocks = { table, data_table: dataTable };
