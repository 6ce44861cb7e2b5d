// Talking to the stand-in: it is found where this script came from, so that any path prefix works.
const API = new URL(".", document.currentScript.src).href;

function fields(values, prefix, into = new URLSearchParams()) {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    const path = prefix ? `${prefix}[${name}]` : name;
    if (typeof value === "object") fields(value, path, into);
    else into.append(path, String(value));
  }
  return into;
}

const UNREACHABLE = {
  type: "api_connection_error",
  message: "We are experiencing issues connecting to our payments provider. Please check your internet connection.",
};

async function ask(path, key, values, method = "POST") {
  const form = fields(values);
  const options = { method, headers: { Authorization: `Bearer ${key}`, Accept: "application/json" } };
  if (method === "POST") options.body = form;
  const url = API + path + (method === "GET" ? `?${form}` : "");
  try {
    const answer = await fetch(url, options);
    const body = await answer.json();
    return answer.ok ? { body } : { error: body.error };
  } catch {
    return { error: UNREACHABLE };
  }
}

function intentOf(clientSecret) {
  const [id, secret] = String(clientSecret).split("_secret_");
  if (!id.startsWith("pi_") || !secret) {
    throw new IntegrationError("Invalid value for clientSecret: value should be a client_secret string.");
  }
  return id;
}

class IntegrationError extends Error {
  constructor(message) {
    super(message);
    this.name = "IntegrationError";
  }
}
