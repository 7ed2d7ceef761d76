// Draws each chart from the JSON beside it. `ast` lets Vega interpret its expressions instead of compiling them, which
// the page's policy forbids.
(() => {
  const read = (name) => JSON.parse(document.getElementById(name).textContent);
  const options = { actions: false, ast: true, renderer: "svg", config: read("theme") };
  const charts = [...document.querySelectorAll(".chart")];
  Promise.all(charts.map((place) => window.vegaEmbed(place, read(place.dataset.spec), options))).then(
    () => document.documentElement.setAttribute("data-charts", String(charts.length)),
    (error) => {
      document.documentElement.setAttribute("data-charts", "failed");
      console.error(error);
    },
  );
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
})();
