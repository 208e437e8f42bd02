// What is shown, and where. Texts are set as text, never as markup.
import { life } from "./token.js";

const $ = (id) => document.getElementById(id);

// say sets a text if it differs, so that screen readers are not told the same again.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
}

// showJSON writes JSON with its names set apart.
function showJSON(element, value) {
  const text = JSON.stringify(value, null, 2).replace(/\[\s+([-.\d]+),\s+([-.\d]+)\s+\]/g, "[$1, $2]");
  const parts = text.split(/^(\s*"[^"]*")(?=:)/m);
  element.replaceChildren(...parts.map((part, i) => {
    if (i % 2 === 0) return part;
    const name = document.createElement("span");
    name.className = "key";
    name.textContent = part;
    return name;
  }));
}

// showCaller shows an Auth object, and why nobody is signed in when nobody is. To have sent no token is no failure.
export function showCaller(auth, sentence, signed) {
  $("verdict").dataset.state = auth.signedIn ? "in" : signed ? "out" : "none";
  say($("headline"), auth.signedIn ? `Signed in as ${auth.userId}` : "Nobody is signed in");
  say($("reason"), auth.reason ?? "");
  const where = auth.orgSlug ? `In the organization ${auth.orgSlug}, as ${auth.orgRole}.` : "No organization is active.";
  say($("sentence"), auth.signedIn ? where : sentence);
  showJSON($("auth"), auth);
}

// showSilence shows that the server cannot be reached.
export function showSilence(sentence) {
  $("verdict").dataset.state = "out";
  say($("headline"), "No answer");
  say($("reason"), "");
  say($("sentence"), sentence);
}

// showToken shows what can be read in a token: everything but the signature, which makes it a credential.
export function showToken(token, parts) {
  $("decoded").hidden = !token;
  if (!token) return;
  if (!parts) {
    $("claims").textContent = "It is no JWT: there is nothing to read in it.";
    return;
  }
  showJSON($("claims"), { header: parts.header, claims: parts.claims, signature: "(not shown: it makes this a credential)" });
}

// showLife moves the ring of a caller's token.
export function showLife({ claims, renews, renewed }) {
  const span = life(claims);
  $("life").hidden = !span;
  if (!span) return;
  const left = Math.max(0, span.left);
  $("life").dataset.state = left > 0 ? "alive" : "over";
  $("ring").setAttribute("stroke-dashoffset", String(100 - Math.min(100, (100 * left) / span.total)));
  say($("seconds"), String(Math.ceil(left)));
  let note = `This token lives ${span.total} seconds and is not renewed.`;
  if (left === 0) note = `This token lived ${span.total} seconds and ended ${ago(-span.left)} ago.`;
  if (renews) note = `A token lives ${span.total} seconds. Renewed ${renewed} ${renewed === 1 ? "time" : "times"}.`;
  say($("note"), note);
}

function ago(seconds) {
  return seconds < 120 ? `${Math.floor(seconds)} seconds` : `${Math.floor(seconds / 60)} minutes`;
}

const words = { 200: "let in", 401: "who are you?", 403: "not you", 503: "cannot tell" };

// showBusy marks a row whose answer is awaited.
export function showBusy(row) {
  row.dataset.state = "busy";
}

// showAnswer fills a row of the table with what ask returned.
export function showAnswer(row, answer, signed) {
  const { status, reason, sentence } = answer;
  row.dataset.state = status === 0 ? "silent" : status < 400 ? "open" : "closed";
  row.dataset.status = status;
  row.querySelector(".untried").hidden = true;
  row.querySelector(".outcome").hidden = false;
  say(row.querySelector(".status"), status === 0 ? "no answer" : `${status} ${words[status] ?? ""}`.trim());
  say(row.querySelector(".answer .reason"), reason);
  say(row.querySelector(".answer .sentence"), sentence);
  row.querySelector("details").hidden = false;
  row.querySelector("pre").textContent = exchange(row.dataset, answer, signed);
}

// exchange writes a request and its response the way they travel, without the token.
function exchange({ method, path }, { response, text, body }, signed) {
  const request = [`${method} ${path}`];
  if (signed) request.push("Authorization: Bearer (the token, from the memory of this page)");
  if (!response) return request.join("\n");
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const content = body ? JSON.stringify(body, null, 2) : text.trim();
  return [...request, "", `HTTP ${response.status}`, ...headers, "", content].join("\n");
}

// announce tells screen readers what came of a try.
export function announce(text) {
  $("announcement").textContent = text;
}
