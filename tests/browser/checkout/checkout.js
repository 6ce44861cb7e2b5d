const query = new URLSearchParams(location.search);
const clientSecret = query.get("secret") || query.get("payment_intent_client_secret");
const stripe = Stripe(query.get("key"));
const elements = stripe.elements({ clientSecret, appearance: { theme: query.get("theme") || "stripe" } });
const payment = elements.create("payment");
const show = (text) => {
  document.getElementById("result").textContent = text;
};
payment.on("ready", () => show("ready"));
payment.on("change", (event) => show(event.complete ? "complete" : "incomplete"));
payment.mount("#payment");
document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  show("paying");
  const { error, paymentIntent } = await stripe.confirmPayment({
    elements,
    confirmParams: { return_url: `${location.origin}/checkout.html?key=${query.get("key")}` },
    redirect: query.get("redirect") || "if_required",
  });
  show(error ? `${error.type}: ${error.decline_code || error.code}: ${error.message}` : `paid: ${paymentIntent.status}`);
});
if (query.get("redirect_status")) {
  stripe.retrievePaymentIntent(clientSecret).then(({ paymentIntent }) => {
    show(`returned ${query.get("redirect_status")}: ${paymentIntent.status}`);
  });
}
