// What a reader takes away of a chart: its picture as PNG or SVG, or a link to the view.
// Everything comes from this server: the figure from the page, Plotly from ./scripts/plotly.js, letters from ./app/static.
"use strict";
(() => {
  const SCALE = 2; // a picture for a projector, not for a thumbnail
  const TITLE = 22; // pixels over a chart for its title
  const NOTE_LETTERS = 6.4; // pixels of a letter of the note

  let drawing;
  const plotly = () => (drawing ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = "./scripts/plotly.js";
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { drawing = undefined; reject(new Error("plotly.js could not be fetched")); };
    document.head.append(script);
  }));

  const asData = async (path) => {
    const body = await (await fetch(path)).blob();
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(body);
    });
  };

  // A picture is drawn apart from the page and knows none of its letters: they must lie inside it.
  // Each once: the style stands in the page's head and again behind Streamlit's own.
  const faces = () => [...new Map([...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule && rule.cssText.includes("app/static/fonts"))
    .map((rule) => [rule.cssText, rule])).values()];
  let letters;
  const fontFaces = () => (letters ??= Promise.all(faces().map(async ({ cssText }) => {
    const path = cssText.match(/url\("([^"]+)"\)/)[1];
    return cssText.replace(path, await asData(path));
  })).then((found) => found.join("")));

  const wrapped = (text, width) => {
    const most = Math.max(20, Math.floor(width / NOTE_LETTERS));
    const lines = [""];
    for (const word of text.split(" ")) {
      if (lines.at(-1).length + word.length >= most) lines.push("");
      lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
    }
    return lines;
  };

  // A picture that leaves the page says what it is of, and who says so.
  const noted = (chart, { title, note }) => {
    const layout = structuredClone({ ...chart.layout, template: chart.layout.template });
    const { width, height } = chart.getBoundingClientRect();
    const rtl = document.documentElement.dir === "rtl";
    const lines = wrapped(note, width - 24);
    const room = 15 * lines.length + 10;
    const bottom = layout.margin?.b ?? 40;
    const isolated = (text) => (rtl ? `\u2067\u200f${text}\u2069` : text);
    const head = layout.title?.text ? `<b>${isolated(title)}</b><br>${layout.title.text}` : `<b>${isolated(title)}</b>`;
    layout.title = { ...layout.title, text: head, pad: { ...layout.title?.pad, t: 20 } };
    layout.margin = { ...layout.margin, t: (layout.margin?.t ?? 40) + TITLE, b: bottom + room };
    layout.paper_bgcolor = "#ffffff";
    layout.annotations = [...(layout.annotations ?? []), {
      text: lines.map(isolated).join("<br>"),
      xref: "paper", x: rtl ? 1 : 0, xanchor: rtl ? "right" : "left", align: rtl ? "right" : "left",
      yref: "paper", y: 0, yanchor: "top", yshift: -bottom - 2,
      showarrow: false, font: { size: 11, color: "#55626f" },
    }];
    return { figure: { data: chart.data, layout }, width: Math.round(width), height: Math.round(height + room + TITLE) };
  };

  const svgOf = async (chart, said) => {
    const { figure, width, height } = noted(chart, said);
    const url = await (await plotly()).toImage(figure, { format: "svg", width, height });
    const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    const style = `<style>${await fontFaces()}</style>`;
    return { text: text.replace(/(<svg[^>]*>)/, `$1${style}`), width, height };
  };

  const pngOf = async ({ text, width, height }) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml;charset=utf-8" }));
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  const picture = async (kind, { chart: place, name, ...said }) => {
    const chart = document.querySelector(`.st-key-${CSS.escape(place)} .js-plotly-plot`);
    const svg = await svgOf(chart, said);
    const blob = kind === "svg" ? new Blob([svg.text], { type: "image/svg+xml" }) : await pngOf(svg);
    save(blob, `${name}.${kind}`);
  };

  const copied = (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea"); // without HTTPS there is no clipboard but this
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    return Promise.resolve();
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-take]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.take === "link") {
      const says = button.textContent;
      await copied(location.href);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = says; }, 1500);
      return;
    }
    button.disabled = true;
    try {
      await picture(button.dataset.take, button.closest(".rasad-takes").dataset);
    } finally {
      button.disabled = false;
    }
  });
})();
