/* Under each chart: keep it as a picture or as a table. Both are made here, from what the page already has. */
(() => {
  const keep = (name, parts, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  const furnish = (plot) => {
    const told = plot.layout && plot.layout.meta && plot.layout.meta.carnet;
    const frame = plot.parentElement;
    if (!told || !frame || plot.dataset.carnet) return;
    plot.dataset.carnet = "chart";
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", told.alt);
    const bar = document.createElement("p");
    bar.className = "carnet-chart-bar";
    bar.append(
      button(told.keep_png, () => plot.querySelector(".modebar-btn").click()),
      button(told.keep_csv, () => keep(`${told.file}.csv`, ["\ufeff", told.csv], "text/csv;charset=utf-8")),
    );
    frame.after(bar);
  };

  let waiting = false;
  const look = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      for (const plot of document.querySelectorAll(".js-plotly-plot")) furnish(plot);
    }, 200);
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
