// The server has written the page. What is left to do here is to count down, and to notice that the session has changed.

const life = document.getElementById("life");
if (life) {
  const total = Number(life.dataset.total);
  const end = performance.now() + 1000 * Number(life.dataset.left);
  const seconds = document.getElementById("seconds");
  const tick = () => {
    const left = Math.max(0, (end - performance.now()) / 1000);
    life.dataset.state = left > 0 ? "alive" : "over";
    document.getElementById("ring").setAttribute("stroke-dashoffset", String(100 - Math.min(100, (100 * left) / total)));
    const text = String(Math.ceil(left));
    if (seconds.textContent !== text) seconds.textContent = text;
    if (left === 0) {
      clearInterval(timer);
      document.getElementById("note").textContent = `The token lived ${total} seconds and has ended. Load the page anew.`;
    }
  };
  const timer = setInterval(tick, 200);
  tick();
}

// The cookie __client_uat says when sign-ins last changed, and pages may read it: when another tab signs in or out, this one
// loads itself anew. It is there with a suffix as well, and which of them counts is the server's business.
const changed = () => document.cookie.split("; ").filter((cookie) => cookie.startsWith("__client_uat")).sort().join();
const before = changed();
let leaving = false; // on the way to another page, whose cookies may arrive before it does
setInterval(follow, 500);
document.addEventListener("visibilitychange", follow); // timers of hidden pages are slow
addEventListener("beforeunload", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; follow(); }); // also of a page that was kept while the browser was elsewhere

function follow() {
  if (leaving || changed() === before) return;
  leaving = true;
  location.reload();
}
