// Requests to the service. A token is passed in and sent as Authorization: Bearer; nothing here keeps one.
import { hear } from "./token.js";

// ask sends a request and returns { response, text, status, reason, sentence }: what happened, and why. When the server
// cannot be reached, status is 0.
export async function ask(method, path, token) {
  let response, text;
  try {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    response = await fetch(path, { method, headers, cache: "no-store", credentials: "omit" });
    text = await response.text();
  } catch {
    return { response: null, text: "", status: 0, reason: "", sentence: "The server does not answer. Is it still running?" };
  }
  hear(response);
  const body = response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : null;
  const refusal = response.ok ? null : body;
  return {
    response, text, body,
    status: response.status,
    reason: refusal?.reason ?? refusal?.clerk_error?.reason ?? "",
    sentence: response.ok && !body ? text.trim() : refusal?.detail ?? described(response),
  };
}

// described returns the sentence in the challenge of a refusal whose body has none: a missing reverification.
function described(response) {
  return /error_description="([^"]*)"/.exec(response.headers.get("WWW-Authenticate"))?.[1] ?? "";
}

// mint fetches a token for a persona, as getToken of Clerk's front end would for the user who is signed in there.
export async function mint(persona) {
  const body = JSON.stringify({ persona });
  const response = await fetch("/demo/token", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  hear(response);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()).token;
}
