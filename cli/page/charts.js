(() => {
  "use strict";
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const drawn = [];
  const opened = [];

  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const words = (minutes) => {
    const whole = Math.round(minutes);
    if (whole < 60) return `${whole} min`;
    return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, "0")}`;
  };
  const told = (item) => `${item.dataset.label}: ${words(item.raw)}`;
  const short = (text) => (text.length > 22 ? `${text.slice(0, 21)}…` : text);

  function options(spec) {
    const lies = spec.lies;
    const time = {
      stacked: spec.stacked,
      beginAtZero: true,
      max: spec.most,
      grid: { color: colour("line") },
      ticks: { color: colour("soft"), callback: words, stepSize: spec.step },
    };
    const names = {
      stacked: spec.stacked,
      grid: { display: false },
      ticks: {
        color: colour("ink"),
        autoSkip: !lies,
        maxRotation: 0,
        callback(index) { return short(this.getLabelForValue(index)); },
      },
    };
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: lies ? "y" : "x",
      interaction: { mode: "index", axis: lies ? "y" : "x", intersect: false },
      scales: lies ? { x: time, y: names } : { x: names, y: time },
      plugins: {
        legend: {
          display: spec.sets.length > 1,
          labels: { color: colour("ink"), usePointStyle: true, pointStyleWidth: 18 },
        },
        tooltip: { callbacks: { label: told } },
      },
    };
  }

  function dataset(set) {
    if (set.line) {
      return {
        type: "line", label: set.label, data: set.values, borderColor: colour(set.colour),
        borderDash: [6, 4], borderWidth: 2, pointRadius: 0, pointStyle: "line", stack: set.label,
      };
    }
    const fill = Array.isArray(set.colour) ? set.colour.map(colour) : colour(set.colour);
    return {
      label: set.label, data: set.values, backgroundColor: fill, borderWidth: 0,
      maxBarThickness: 36, pointStyle: "rect",
    };
  }

  function draw() {
    while (drawn.length) drawn.pop().destroy();
    for (const [id, spec] of Object.entries(data)) {
      const canvas = document.getElementById(id);
      if (spec.lies) canvas.parentElement.style.height = `${spec.labels.length * 30 + 70}px`;
      const content = { labels: spec.labels, datasets: spec.sets.map(dataset) };
      drawn.push(new Chart(canvas, { type: "bar", data: content, options: options(spec) }));
    }
  }

  root.classList.add("js");
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("main details:not([open])")) {
      one.open = true;
      opened.push(one);
    }
    root.setAttribute("data-print", "");
    draw();
  });
  addEventListener("afterprint", () => {
    while (opened.length) opened.pop().open = false;
    root.removeAttribute("data-print");
    draw();
  });
})();
