/* Draws Vega-Lite as SVG in a bare V8: no page, no network, texts measured by a table. */
"use strict";

// What the drawing library expects of a browser when it is loaded, and never uses here.
globalThis.window = globalThis;
var setInterval = () => 0;
var clearInterval = () => undefined;
var structuredClone = (value) => {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(structuredClone);
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, structuredClone(part)]),
  );
};

var engine = {
  parts: null,
  table: null,
  known: true,
  drawing: null,
  fault: null,

  /** Take the library and the table of widths, and measure by it from now on. */
  start(table) {
    this.parts = window.careWorkbooksParts;
    // With a window the library would listen for what a reader does.
    delete globalThis.window;
    const cut = ({ advance, kern }) => {
      const pairs = Object.entries(kern).flatMap(([width, letters]) =>
        Array.from(letters.match(/../gsu) ?? [], (pair) => [pair, Number(width)]),
      );
      const letters = Object.entries(advance).flatMap(([width, every]) =>
        Array.from(every, (letter) => [letter, Number(width)]),
      );
      return { advance: new Map(letters), kern: new Map(pairs) };
    };
    const weights = { normal: cut(table.regular), bold: cut(table.bold) };
    this.table = { ...table, cuts: { ...weights, 400: weights.normal, 700: weights.bold } };
    this.parts.textMetrics.width = (item, text) => {
      const full = this.width(item, String(text));
      return item.limit > 0 ? Math.min(full, item.limit) : full;
    };
  },

  /** Width of a line in pixels; what the table cannot tell makes the whole drawing unknown. */
  width(item, text) {
    const { units, family, families, cuts } = this.table;
    const cut = cuts[item.fontWeight ?? "normal"];
    const plain = (style) => style == null || style === "normal";
    const font = families.includes(item.font) || item.font === family;
    // As in an SVG: spaces at the ends count for nothing, and several for one.
    const line = text.replace(/^ +| +$/g, "");
    if (!cut || !font || !plain(item.fontStyle) || !plain(item.fontVariant) || / {2}/.test(line)) {
      this.known = false;
      return 0;
    }
    let total = 0;
    let before = "";
    for (const letter of line) {
      const advance = cut.advance.get(letter);
      if (advance === undefined) {
        this.known = false;
        return 0;
      }
      total += advance + (cut.kern.get(before + letter) ?? 0);
      before = letter;
    }
    return (total * (item.fontSize == null ? 11 : Number(item.fontSize) || 0)) / units;
  },

  /** Begin a drawing; it is whole when what V8 has been left to do is done. */
  begin(text) {
    this.known = true;
    this.drawing = null;
    this.fault = null;
    const { parse, loader, View, compile } = this.parts;
    const silent = { level: () => silent, error: () => silent, warn: () => silent };
    silent.info = silent.debug = silent.warn;
    const closed = loader();
    closed.load = async (address) => {
      this.fault = `External data url not allowed: ${address}`;
      throw new Error(this.fault);
    };
    const { spec } = compile(JSON.parse(text), { logger: silent });
    const view = new View(parse(spec), { renderer: "none", loader: closed });
    view
      .runAsync()
      .then(() => {
        // As the converter does: a map with an interval selection is drawn in two passes.
        try {
          view.signal("geo_interval_init_tick", {});
        } catch {
          return undefined;
        }
        return view.runAsync();
      })
      .then(() => view.toSVG())
      .then((svg) => {
        this.drawing = svg;
      })
      .catch((reason) => {
        this.fault = String(reason);
      })
      .finally(() => view.finalize());
  },

  /** The drawing, as JSON: `svg`, or `fault`, or neither: a text unknown, or something to wait for. */
  ended() {
    if (this.fault !== null) return JSON.stringify({ fault: this.fault });
    return this.known && this.drawing !== null ? JSON.stringify({ svg: this.drawing }) : "{}";
  },
};
