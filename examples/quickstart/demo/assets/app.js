// The page: who somebody is, the token of the moment, and the tries. The token lives in the variable below and nowhere else.
import { ask, mint } from "./api.js";
import { due, life, read } from "./token.js";
import { announce, showAnswer, showBusy, showCaller, showLife, showSilence, showToken } from "./view.js";

const nobody = { persona: "nobody", made: false, renews: false, token: null, claims: null, renewed: 0 };
let caller = nobody; // replaced as a whole when somebody else is chosen, so that late answers can be told by it

const main = document.querySelector("main");
const rows = [...document.querySelectorAll("tbody tr")];
const cards = [...document.querySelectorAll("button[data-persona]")];

// become makes the page act for somebody.
async function become(next) {
  caller = next;
  main.setAttribute("aria-busy", "true");
  for (const card of cards) card.setAttribute("aria-pressed", String(card.dataset.persona === next.persona));
  field?.form.classList.toggle("chosen", next.persona === "yourself");
  hold(next, next.token);
  if (next.made && !(await renew(next))) return;
  await settle(next);
}

// settle asks about a caller whose token is there, and tries again what was tried before.
async function settle(who) {
  await look(who);
  await Promise.all(rows.filter((row) => row.dataset.state !== "idle").map((row) => attempt(row)));
  if (caller === who) main.setAttribute("aria-busy", "false");
}

// hold puts a token, or none, into the memory of the page, and shows what it says.
function hold(who, token) {
  const parts = token && read(token);
  who.token = token;
  who.claims = parts?.claims ?? null;
  showToken(token, parts);
  showLife(who);
}

// renew fetches a token for a made-up caller and reports whether the page holds it. A failure is tried again after a pause.
async function renew(who) {
  who.busy = true;
  try {
    const token = await mint(who.persona);
    if (caller !== who) return false;
    if (who.token) who.renewed++;
    hold(who, token);
    return true;
  } catch {
    who.pauseUntil = Date.now() + 3000;
    if (caller !== who) return false;
    showSilence("The server does not answer. Is it still running?");
    main.setAttribute("aria-busy", "false");
    return false;
  } finally {
    who.busy = false;
  }
}

// look asks what Usher makes of the caller. The sentence behind a reason is in the answer of a guard, so one is asked too.
async function look(who) {
  const answer = await ask("GET", "/whoami", who.token);
  const guard = answer.body?.signedIn === false ? await ask("GET", "/me", who.token) : answer;
  if (caller !== who) return;
  if (answer.body) showCaller(answer.body, guard.sentence, who.token !== null);
  else showSilence(answer.sentence);
}

// attempt sends the request of a row and shows the answer, unless somebody else has been chosen meanwhile.
async function attempt(row) {
  const who = caller;
  const { method, path } = row.dataset;
  showBusy(row);
  const answer = await ask(method, path, who.token);
  if (caller !== who) return null;
  showAnswer(row, answer, who.token !== null);
  return answer;
}

// tick runs a few times a second: it moves the ring, and renews the token before it ends.
async function tick() {
  const who = caller;
  showLife(who);
  const wanted = who.token ? who.renews && due(life(who.claims)) : who.made;
  if (!wanted || who.busy || Date.now() < (who.pauseUntil ?? 0)) return;
  const first = who.token === null;
  if (await renew(who)) await (first ? settle(who) : look(who));
}

for (const card of cards) {
  const { persona, renews } = card.dataset;
  card.addEventListener("click", () => become({ ...nobody, persona, made: persona !== "nobody", renews: renews === "true" }));
}

const field = document.querySelector("#token"); // there is one with a real instance only
field?.addEventListener("input", () => field.setCustomValidity(""));
field?.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const token = field.value.replaceAll(/\s|["']/g, ""); // which a console or an editor may have added
  if (!/^[\x21-\x7e]+$/.test(token)) {
    field.setCustomValidity("This is no token: it has characters that no header can carry.");
    field.reportValidity();
    return;
  }
  field.value = ""; // from here on it is in the memory of the page only
  become({ ...nobody, persona: "yourself", token });
});

for (const row of rows) {
  row.querySelector(".try").addEventListener("click", async () => {
    const answer = await attempt(row);
    if (!answer) return;
    const { status, reason, sentence } = answer;
    announce(`${row.dataset.method} ${row.dataset.path}: ${[status || "", reason, sentence].filter(Boolean).join(", ")}`);
  });
}

document.getElementById("try-all").addEventListener("click", async () => {
  const answers = await Promise.all(rows.map((row) => attempt(row)));
  const open = answers.filter((answer) => answer?.response?.ok).length;
  announce(`Of ${rows.length} routes, ${open} let you in.`);
});

document.addEventListener("visibilitychange", tick); // timers of hidden pages are slow
setInterval(tick, 200);
become({ ...nobody });
