// What can be said of a card number, a date and a security code while they are typed.
const TEST_CARDS = [
  ["4242424242424242", "Pays"],
  ["4000002760003184", "Asks for authentication (3-D Secure)"],
  ["4000000000000002", "Declined"],
  ["4000000000009995", "Declined: insufficient funds"],
  ["4000000000000069", "Declined: expired card"],
  ["4000008400001629", "Authentication, then declined"],
  ["4000000000005126", "Pays; a refund fails later"],
  ["4000000000000259", "Pays, then disputed"],
];

const digitsOf = (text) => text.replace(/\D/g, "");

function brandOf(number) {
  if (/^4/.test(number)) return "visa";
  if (/^(5[1-5]|2[2-7])/.test(number)) return "mastercard";
  if (/^3[47]/.test(number)) return "amex";
  return "unknown";
}

const lengthOf = (number) => (brandOf(number) === "amex" ? 15 : 16);

function shownNumber(text) {
  const number = digitsOf(text).slice(0, 19);
  const groups = brandOf(number) === "amex" ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?/ : /(\d{1,4})/g;
  const found = brandOf(number) === "amex" ? (number.match(groups) || []).slice(1) : number.match(groups) || [];
  return found.filter(Boolean).join(" ");
}

function shownExpiry(text) {
  let digits = digitsOf(text).slice(0, 4);
  if (/^[2-9]/.test(digits)) digits = `0${digits}`.slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

function passesLuhn(number) {
  let sum = 0;
  [...number].reverse().forEach((digit, place) => {
    const value = place % 2 ? Number(digit) * 2 : Number(digit);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}

const problem = (code, message, field) => ({ type: "validation_error", code, message, field });

function firstProblem({ number, expiry, cvc }) {
  const digits = digitsOf(number);
  if (digits.length < lengthOf(digits)) return problem("incomplete_number", "Your card number is incomplete.", "number");
  if (!passesLuhn(digits)) return problem("invalid_number", "Your card number is invalid.", "number");
  const date = digitsOf(expiry);
  if (date.length < 4) return problem("incomplete_expiry", "Your card's expiration date is incomplete.", "expiry");
  const [month, year] = [Number(date.slice(0, 2)), 2000 + Number(date.slice(2))];
  if (month < 1 || month > 12) return problem("invalid_expiry_month", "Your card's expiration date is invalid.", "expiry");
  if (new Date(year, month) <= new Date()) {
    return problem("invalid_expiry_year_past", "Your card's expiration year is in the past.", "expiry");
  }
  if (digitsOf(cvc).length < (brandOf(digits) === "amex" ? 4 : 3)) {
    return problem("incomplete_cvc", "Your card's security code is incomplete.", "cvc");
  }
  return null;
}
