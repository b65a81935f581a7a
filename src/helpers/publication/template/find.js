// Find a council by typing. Without this script the list below is whole, and this form is hidden.
(() => {
  "use strict";
  const form = document.getElementById("find");
  const input = document.getElementById("find-words");
  const told = document.getElementById("find-told");
  const plain = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’.]/g, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const councils = [...document.querySelectorAll("[data-find]")].map((place) => ({
    place,
    link: place.querySelector("a"),
    words: " " + plain(place.dataset.find),
  }));
  const groups = [...document.querySelectorAll("[data-group]")];
  const jumps = document.getElementById("regions");
  let shown = councils;
  let waiting = 0;
  const search = () => {
    const words = plain(input.value).split(" ").filter(Boolean);
    // "north west" is the region; only where nobody has the words in this order may they stand apart.
    const phrase = councils.filter((council) => council.words.includes(" " + words.join(" ")));
    shown = phrase.length ? phrase
      : councils.filter((council) => words.every((word) => council.words.includes(" " + word)));
    const kept = new Set(shown);
    councils.forEach((council) => { council.place.hidden = !kept.has(council); });
    groups.forEach((group) => { group.hidden = !group.querySelector("[data-find]:not([hidden])"); });
    if (jumps) jumps.hidden = words.length > 0;
    const count = shown.length === 1 ? "1 council" : shown.length + " councils";
    const message = !words.length ? councils.length + " councils."
      : shown.length ? count + " of " + councils.length + (shown.length === 1 ? " matches; press Enter to open it." : " match.")
      : "No council matches. Try a shorter part of its name, or its region.";
    // Said once the typing rests, so that a screen reader is not interrupted at each letter.
    clearTimeout(waiting);
    waiting = setTimeout(() => { told.textContent = message; }, 250);
  };
  form.hidden = false;
  told.textContent = councils.length + " councils.";
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!input.value.trim() || !shown.length) return;
    if (shown.length === 1) shown[0].link.click();
    else shown[0].link.focus();
  });
  // A browser that goes back may have kept the words.
  addEventListener("pageshow", search);
})();
