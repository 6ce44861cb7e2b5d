// The payment form: one element of kind "payment" or "card", mounted in the page's own document.
class PaymentForm {
  constructor(kind, options, elements) {
    this.kind = kind;
    this.options = options || {};
    this.elements = elements;
    this.listeners = new Map();
    this.inputs = {};
  }

  mount(target) {
    const place = typeof target === "string" ? document.querySelector(target) : target;
    if (!place) throw new IntegrationError(`The selector you specified (${target}) applies to no DOM elements.`);
    this.host = element("div", { "data-stripe-stand-in": this.kind });
    place.replaceChildren(this.host);
    this.root = shadowIn(this.host, this.elements.options.appearance);
    this.root.replaceChildren(this.build());
    queueMicrotask(() => this.tell("ready", { elementType: this.kind }));
    return this;
  }

  build() {
    const form = element("div", { class: "form", role: "group", "aria-label": "Card details" });
    form.append(
      element("p", { class: "note wide" }, "Test mode: a stand-in for Stripe. No real card, no real money."),
      element("label", { class: "wide" }, "Test card", this.picker()),
      this.field("number", "Card number", { autocomplete: "cc-number", placeholder: "1234 1234 1234 1234" }, "wide"),
      this.field("expiry", "Expiration date", { autocomplete: "cc-exp", placeholder: "MM / YY" }),
      this.field("cvc", "Security code", { autocomplete: "cc-csc", placeholder: "CVC" }),
    );
    this.message = element("p", { class: "problem wide", role: "alert", id: "problem" });
    form.append(this.message);
    return form;
  }

  picker() {
    const select = element("select", {}, element("option", { value: "" }, "Choose one, or type below"));
    for (const [number, meaning] of TEST_CARDS) {
      select.append(element("option", { value: number }, `${number.slice(-4)} – ${meaning}`));
    }
    select.addEventListener("change", () => {
      if (!select.value) return;
      this.fill(select.value);
    });
    return select;
  }

  fill(number) {
    const year = String(new Date().getFullYear() + 4).slice(-2);
    this.inputs.number.value = shownNumber(number);
    this.inputs.expiry.value = `12 / ${year}`;
    this.inputs.cvc.value = brandOf(number) === "amex" ? "1234" : "123";
    this.show(null);
    this.changed();
  }

  field(name, label, attributes, width = "") {
    const input = element("input", { ...attributes, name, inputmode: "numeric", "aria-describedby": "problem" });
    const shown = { number: shownNumber, expiry: shownExpiry, cvc: (text) => digitsOf(text).slice(0, 4) }[name];
    input.addEventListener("input", () => {
      const atEnd = input.selectionStart === input.value.length;
      if (atEnd) input.value = shown(input.value);
      this.show(null);
      this.changed();
    });
    input.addEventListener("focus", () => this.tell("focus", { elementType: this.kind }));
    input.addEventListener("blur", () => this.tell("blur", { elementType: this.kind }));
    this.inputs[name] = input;
    return element("label", { class: width }, label, input);
  }

  values() {
    return Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, input.value]));
  }

  changed() {
    const values = this.values();
    this.tell("change", {
      elementType: this.kind,
      brand: brandOf(digitsOf(values.number)),
      empty: Object.values(values).every((value) => value === ""),
      complete: firstProblem(values) === null,
      collapsed: false,
      error: undefined,
      value: { type: "card" },
    });
  }

  check() {
    if (!this.host) throw new IntegrationError("The element is not mounted.");
    const found = firstProblem(this.values());
    this.show(found);
    if (found === null) return null;
    this.inputs[found.field].focus();
    const { type, code, message } = found;
    return { type, code, message };
  }

  show(found) {
    this.message.textContent = found ? found.message : "";
    for (const [name, input] of Object.entries(this.inputs)) {
      input.setAttribute("aria-invalid", String(found !== null && found.field === name));
    }
  }

  card() {
    const { number, expiry, cvc } = this.values();
    const date = digitsOf(expiry);
    return { number: digitsOf(number), exp_month: Number(date.slice(0, 2)), exp_year: 2000 + Number(date.slice(2)), cvc };
  }

  on(name, listener) {
    this.listeners.set(name, [...(this.listeners.get(name) || []), listener]);
    return this;
  }

  off(name, listener) {
    const kept = (this.listeners.get(name) || []).filter((one) => listener && one !== listener);
    this.listeners.set(name, kept);
    return this;
  }

  once(name, listener) {
    const first = (event) => {
      this.off(name, first);
      listener(event);
    };
    return this.on(name, first);
  }

  tell(name, event) {
    for (const listener of this.listeners.get(name) || []) listener(event);
  }

  update(options) {
    this.options = { ...this.options, ...options };
  }

  focus() {
    this.inputs.number.focus();
  }

  blur() {
    for (const input of Object.values(this.inputs)) input.blur();
  }

  clear() {
    for (const input of Object.values(this.inputs)) input.value = "";
    this.changed();
  }

  collapse() {}

  unmount() {
    this.host?.remove();
    this.host = undefined;
  }

  destroy() {
    this.unmount();
    this.elements.forget(this);
  }
}
