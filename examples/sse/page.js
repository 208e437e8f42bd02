"use strict";

const at = (id) => document.getElementById(id);
let until = 0;

function line(text, kind) {
  const item = document.createElement("li");
  item.textContent = text;
  item.className = kind;
  at("list").prepend(item);
}

// An EventSource connects again by itself when a stream ends, with the cookie of that moment and the id of the last note. An answer
// such as 401 or 403 ends it for good.
const source = new EventSource("/events");
source.addEventListener("hello", (event) => {
  const hello = JSON.parse(event.data);
  until = hello.until;
  at("state").textContent = "connected as " + hello.user;
});
source.addEventListener("note", (event) => {
  const note = JSON.parse(event.data);
  line(note.from + ": " + note.text, "note");
});
source.addEventListener("goodbye", (event) => {
  line("The stream ended: " + JSON.parse(event.data).detail, "log");
  disconnected();
});
source.addEventListener("error", disconnected);

function disconnected() {
  until = 0;
  at("state").textContent = source.readyState === EventSource.CLOSED ? "refused; load the page to sign in" : "connecting";
}

setInterval(() => {
  const left = Math.ceil((until - Date.now()) / 1000);
  at("left").textContent = until && left >= 0 ? "· this stream ends in " + left + " s" : "";
}, 250);

at("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch("/notes", { method: "POST", body: at("text").value });
  if (answer.ok) at("text").value = "";
  else line("The note was refused: " + answer.status, "log");
});
at("revoke").addEventListener("click", async () => {
  const answer = await fetch("/revoke", { method: "POST" });
  line(answer.ok ? "The session is revoked." : "Not revoked: " + answer.status, "log");
});
