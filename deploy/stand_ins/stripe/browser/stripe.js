// `Stripe(publishableKey)`: the part of Stripe.js that a checkout with one payment form uses.
class Elements {
  constructor(options = {}) {
    this.options = options;
    this.made = new Map();
  }

  create(kind, options) {
    if (kind !== "payment" && kind !== "card") {
      throw new IntegrationError(`The stand-in has no element "${kind}": it has "payment" and "card".`);
    }
    const form = new PaymentForm(kind, options, this);
    this.made.set(kind, form);
    return form;
  }

  getElement(kind) {
    return this.made.get(kind?.__elementType || kind) || null;
  }

  forget(form) {
    this.made.delete(form.kind);
  }

  update(options) {
    this.options = { ...this.options, ...options };
    for (const form of this.made.values()) if (form.host) paint(form.host, this.options.appearance);
  }

  async fetchUpdates() {
    return {};
  }

  async submit() {
    const form = this.getElement("payment");
    const error = form && form.check();
    return error ? { error } : { selectedPaymentMethod: "card" };
  }
}

class StandIn {
  #key;

  constructor(key) {
    if (typeof key !== "string" || !key.startsWith("pk_test_")) {
      throw new IntegrationError("The stand-in takes publishable test keys only (pk_test_…).");
    }
    this.#key = key;
  }

  elements(options) {
    return new Elements(options);
  }

  async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = "always" }) {
    const secret = clientSecret || elements?.options.clientSecret;
    const { return_url: returnUrl } = confirmParams;
    if (redirect === "always" && !returnUrl) {
      throw new IntegrationError("stripe.confirmPayment(): the `confirmParams.return_url` argument is required.");
    }
    const method = this.#method(elements?.getElement("payment"), confirmParams);
    if (method.error) return method;
    const done = await this.#confirm(secret, { ...method, return_url: returnUrl }, elements?.options.appearance);
    if (done.error || redirect === "if_required") return done;
    return leaveFor(returnUrl, done.paymentIntent);
  }

  async confirmCardPayment(clientSecret, data = {}, options = {}) {
    const given = data.payment_method;
    let method = typeof given === "string" ? { payment_method: given } : {};
    if (given?.card instanceof PaymentForm) method = this.#method(given.card, { payment_method_data: given });
    else if (given?.card?.token) method = { payment_method_data: { type: "card", card: { token: given.card.token } } };
    if (method.error) return method;
    return this.#confirm(clientSecret, method, {}, options.handleActions !== false);
  }

  async retrievePaymentIntent(clientSecret) {
    const { body, error } = await retrieve(clientSecret, this.#key);
    return error ? { error } : { paymentIntent: body };
  }

  async handleNextAction({ clientSecret }) {
    const { body, error } = await retrieve(clientSecret, this.#key);
    if (error) return { error };
    if (body.status !== "requires_action") return { paymentIntent: body };
    const done = await authenticate(body, this.#key);
    return done.error ? { error: done.error } : { paymentIntent: done.body };
  }

  handleCardAction(clientSecret) {
    return this.handleNextAction({ clientSecret });
  }

  async createPaymentMethod({ elements, card, params = {}, billing_details: billing }) {
    const form = card || elements?.getElement("payment") || elements?.getElement("card");
    const method = this.#method(form, { payment_method_data: { ...params, billing_details: billing } });
    if (method.error) return method;
    const { body, error } = await ask("v1/payment_methods", this.#key, method.payment_method_data);
    return error ? { error } : { paymentMethod: body };
  }

  async createToken() {
    throw new IntegrationError("The stand-in has no tokens: use payment methods.");
  }

  registerAppInfo() {}

  _registerWrapper() {}

  #method(form, { payment_method: named, payment_method_data: data = {} }) {
    if (named) return { payment_method: named };
    const error = form ? form.check() : null;
    if (error) return { error };
    if (!form) return {};
    const billing = data.billing_details;
    return { payment_method_data: { type: "card", card: form.card(), ...(billing && { billing_details: billing }) } };
  }

  async #confirm(clientSecret, method, appearance, asks = true) {
    const path = `v1/payment_intents/${intentOf(clientSecret)}/confirm`;
    const values = { ...method, client_secret: clientSecret, use_stripe_sdk: true };
    let done = await ask(path, this.#key, values);
    if (!done.error && done.body.status === "requires_action" && asks) {
      done = await authenticate(done.body, this.#key, appearance);
    }
    return done.error ? { error: done.error } : { paymentIntent: done.body };
  }
}

function leaveFor(returnUrl, intent) {
  const target = new URL(returnUrl, location.href);
  target.searchParams.set("payment_intent", intent.id);
  target.searchParams.set("payment_intent_client_secret", intent.client_secret);
  target.searchParams.set("redirect_status", intent.status === "requires_payment_method" ? "failed" : "succeeded");
  location.assign(target);
  return new Promise(() => {});
}

window.Stripe = Object.assign((key, options) => new StandIn(key, options), { version: "endive", standIn: true });
