// The look of the form: light, dark, or as the page's `appearance` says.
const THEMES = {
  stripe: {
    colorPrimary: "#4b3fd1", colorBackground: "#ffffff", colorText: "#1d2139", colorDanger: "#a3152f",
    colorTextSecondary: "#565b78", borderColor: "#8a8fa8", borderRadius: "8px",
  },
  night: {
    colorPrimary: "#a7a0ff", colorBackground: "#1b1e2d", colorText: "#eceef8", colorDanger: "#ff9aa9",
    colorTextSecondary: "#b4b9d2", borderColor: "#767c9c", borderRadius: "8px",
  },
};

const SHEET = `
  :host { display: block; }
  * { box-sizing: border-box; font-family: var(--fontFamily, system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif); }
  .form { display: grid; gap: 14px; grid-template-columns: 1fr 1fr; font-size: 16px; line-height: 1.4; color: var(--colorText); }
  .wide { grid-column: 1 / -1; }
  .note {
    margin: 0; padding: 8px 12px; border-radius: var(--borderRadius); background: #ffd76a; color: #3b2c00;
    font-size: 14px; font-weight: 600;
  }
  label { display: grid; gap: 5px; font-size: 14px; font-weight: 600; color: var(--colorTextSecondary); align-content: start; }
  input, select {
    width: 100%; min-height: 46px; padding: 9px 12px; font-size: 16px; color: var(--colorText);
    background: var(--colorBackground); border: 1px solid var(--borderColor); border-radius: var(--borderRadius);
  }
  input { font-variant-numeric: tabular-nums; }
  input::placeholder { color: var(--colorTextSecondary); opacity: 1; }
  input:focus-visible, select:focus-visible, button:focus-visible { outline: 3px solid var(--colorPrimary); outline-offset: 1px; }
  input[aria-invalid="true"] { border: 2px solid var(--colorDanger); }
  .problem { margin: 0; min-height: 1.4em; font-size: 14px; color: var(--colorDanger); }
  dialog {
    width: min(26rem, calc(100vw - 2rem)); padding: 0; border: 0; border-radius: 16px; overflow: hidden;
    background: var(--colorBackground); color: var(--colorText); box-shadow: 0 24px 80px rgb(10 10 30 / 45%);
  }
  dialog::backdrop { background: rgb(10 12 30 / 60%); }
  dialog .note { border-radius: 0; text-align: center; }
  .body { display: grid; gap: 14px; padding: 24px; }
  .body h2 { margin: 0; font-size: 20px; }
  .body p:not(.note) { margin: 0; color: var(--colorTextSecondary); }
  .body p.amount { font-size: 24px; font-weight: 700; color: var(--colorText); }
  button {
    min-height: 48px; padding: 8px 16px; border-radius: var(--borderRadius); border: 1px solid var(--borderColor);
    background: transparent; color: var(--colorText); font-size: 16px; font-weight: 600; cursor: pointer;
  }
  button.primary { background: var(--colorPrimary); border-color: var(--colorPrimary); color: var(--colorBackground); }
`;

function shadowIn(host, appearance = {}) {
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  root.adoptedStyleSheets = [sheet];
  paint(host, appearance);
  return root;
}

function paint(host, appearance = {}) {
  const variables = { ...THEMES[appearance.theme === "night" ? "night" : "stripe"], ...appearance.variables };
  for (const [name, value] of Object.entries(variables)) host.style.setProperty(`--${name}`, value);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
