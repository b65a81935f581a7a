/* Interaction on request: unpacks the drawing library when a reader asks for it, never before. */
(() => {
  "use strict";
  const part = (id) => document.getElementById(id);
  const wideScreen = matchMedia("(min-width: 44rem)");
  if (!("DecompressionStream" in window)) return;

  /* Letters of base 85 to bytes, as helpers.base.packed wrote them. */
  function bytes(text, letters) {
    const value = new Uint8Array(128);
    for (let place = 0; place < 85; place++) value[letters.charCodeAt(place)] = place;
    const spare = (5 - (text.length % 5)) % 5;
    const whole = text + letters[84].repeat(spare);
    const out = new Uint8Array((whole.length / 5) * 4);
    for (let from = 0, to = 0; from < whole.length; from += 5) {
      let number = 0;
      for (let next = from; next < from + 5; next++) {
        number = number * 85 + value[whole.charCodeAt(next)];
      }
      out[to++] = number >>> 24;
      out[to++] = number >>> 16;
      out[to++] = number >>> 8;
      out[to++] = number;
    }
    return out.subarray(0, out.length - spare);
  }

  function unpacked(id) {
    const packed = bytes(part(id).textContent.trim(), part("layer").dataset.letters);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  let ready;
  function library() {
    ready ??= (async () => {
      const script = document.createElement("script");
      script.textContent = await unpacked("layer-vega");
      document.body.append(script);
      script.remove();
      return { draw: window.careWorkbooksDraw, specs: JSON.parse(await unpacked("layer-charts")) };
    })();
    return ready;
  }

  const filled = (shown) => Object.entries(shown).filter(([, said]) => said !== "\u2013");
  const words = (shown) => filled(shown).map(([name, said]) => `${name}: ${said}`).join("; ");
  const brief = (shown) => filled(shown).map(([, said]) => said).join(", ");

  /* The same chart with its value axes from nought. */
  function fromNought(value) {
    if (Array.isArray(value)) return value.map(fromNought);
    if (value === null || typeof value !== "object") return value;
    const changed = {};
    for (const [name, inside] of Object.entries(value)) {
      changed[name] = name === "data" ? inside : fromNought(inside);
    }
    const ends = changed.domain;
    if (changed.zero === false && Array.isArray(ends) && ends.every(Number.isFinite)) {
      changed.zero = true;
      changed.domain = [Math.min(0, ends[0]), Math.max(0, ends[1])];
    }
    return changed;
  }

  class Live {
    constructor(button) {
      this.button = button;
      this.figure = button.dataset.figure;
      this.panel = part(button.getAttribute("aria-controls"));
      button.addEventListener("click", () => this.toggle());
      wideScreen.addEventListener("change", () => this.isOpen() && this.draw());
    }

    isOpen() {
      return this.button.getAttribute("aria-expanded") === "true";
    }

    async toggle() {
      const open = !this.isOpen();
      this.button.setAttribute("aria-expanded", String(open));
      if (open && !this.panel.hasChildNodes()) this.furnish();
      this.panel.hidden = !open;
      if (open) await this.draw();
    }

    furnish() {
      this.panel.append(part("layer").content.cloneNode(true));
      const find = (name) => this.panel.querySelector(`[data-part="${name}"]`);
      [this.drawing, this.ring, this.list, this.nought, this.said] =
        ["drawing", "ring", "list", "nought", "said"].map(find);
      this.list.addEventListener("change", () => this.choose(this.marks[this.list.value - 1]));
      this.nought.addEventListener("change", () => this.draw());
    }

    async draw() {
      this.panel.setAttribute("aria-busy", "true");
      try {
        const { draw, specs } = await library();
        const spec = specs[this.figure][wideScreen.matches ? "wide" : "narrow"];
        const other = fromNought(spec);
        this.nought.parentElement.hidden = JSON.stringify(other) === JSON.stringify(spec);
        await draw(this.drawing, this.nought.checked ? other : spec, {
          mode: "vega-lite", ast: true, actions: false, defaultStyle: false, renderer: "svg", logLevel: 1,
          tooltip: (handler, event, item, shown) => {
            if (shown) this.choose({ shown, element: event.target });
          },
        });
        /* The list and the table say all of it; the drawing would say it once more. */
        this.drawing.firstElementChild?.setAttribute("aria-hidden", "true");
        this.drawing.removeAttribute("role");
        for (const name of ["aria-label", "aria-roledescription"]) this.drawing.removeAttribute(name);
        this.offer();
      } catch (fault) {
        this.said.textContent = part("layer").dataset.failed;
        console.warn(fault);
      }
      this.panel.removeAttribute("aria-busy");
    }

    offer() {
      const chosen = this.list.value;
      const seen = new Set();
      this.marks = [...this.drawing.querySelectorAll("svg *")]
        .filter((element) => element.__data__?.tooltip && !Array.isArray(element.__data__))
        .map((element) => ({ element, shown: element.__data__.tooltip }))
        .filter(({ shown }) => !seen.has(words(shown)) && seen.add(words(shown)));
      this.list.length = 1;
      this.marks.forEach(({ shown }, place) => this.list.add(new Option(brief(shown), place + 1)));
      this.list.parentElement.hidden = this.marks.length === 0;
      this.ring.hidden = true;
      this.list.value = chosen;
      if (this.marks[chosen - 1]) this.choose(this.marks[chosen - 1]);
      else this.list.value = "";
    }

    choose(mark) {
      this.ring.hidden = !mark;
      this.said.textContent = mark ? words(mark.shown) : "";
      if (!mark) return;
      const place = this.marks?.findIndex(({ shown }) => words(shown) === words(mark.shown));
      if (place >= 0) this.list.value = place + 1;
      const box = mark.element.getBoundingClientRect();
      const frame = this.ring.offsetParent.getBoundingClientRect();
      const size = Math.max(box.width, box.height, 12) + 10;
      this.ring.style.width = this.ring.style.height = `${Math.min(size, 44)}px`;
      this.ring.style.left = `${box.left - frame.left + box.width / 2}px`;
      this.ring.style.top = `${box.top - frame.top + box.height / 2}px`;
    }
  }

  for (const button of document.querySelectorAll(".explore button")) {
    button.parentElement.hidden = false;
    new Live(button);
  }
})();
