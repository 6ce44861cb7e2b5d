// The bank's question, asked over the page as Stripe.js asks it for cards.
function shownAmount(intent) {
  const format = new Intl.NumberFormat(undefined, { style: "currency", currency: intent.currency });
  return format.format(intent.amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

function askBank(intent, appearance) {
  const host = element("div", { "data-stripe-stand-in": "challenge" });
  document.body.append(host);
  const root = shadowIn(host, appearance);
  const button = (label, value, kind = "") => element("button", { type: "button", value, class: kind }, label);
  const complete = button("Complete authentication", "complete", "primary");
  const fail = button("Fail authentication", "fail");
  const dialog = element(
    "dialog",
    { "aria-labelledby": "title" },
    element("p", { class: "note" }, "Stand-in for your bank · no real money"),
    element(
      "div",
      { class: "body" },
      element("h2", { id: "title" }, "Confirm your payment"),
      element("p", { class: "amount" }, shownAmount(intent)),
      element("p", {}, "A real bank would ask for a code or a fingerprint now. Here you decide how it ends."),
      complete,
      fail,
    ),
  );
  root.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    const end = (answer) => {
      host.remove();
      resolve(answer);
    };
    complete.addEventListener("click", () => end("complete"));
    fail.addEventListener("click", () => end("fail"));
    dialog.addEventListener("cancel", () => end("fail"));
  });
}

async function authenticate(intent, key, appearance) {
  const answer = await askBank(intent, appearance);
  const told = await ask(`challenge/${intent.id}`, key, { secret: intent.client_secret, answer });
  if (told.error) return told;
  const found = await retrieve(intent.client_secret, key);
  if (found.error) return found;
  const { status, last_payment_error: failure } = found.body;
  return status === "requires_payment_method" ? { error: { ...failure, payment_intent: found.body } } : found;
}

const retrieve = (clientSecret, key) =>
  ask(`v1/payment_intents/${intentOf(clientSecret)}`, key, { client_secret: clientSecret }, "GET");
