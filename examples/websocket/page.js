"use strict";

const at = (id) => document.getElementById(id);
let socket, until = 0, renewal;

function line(text, kind) {
  const item = document.createElement("li");
  item.textContent = text;
  item.className = kind;
  at("list").prepend(item);
}

function connect() {
  at("again").hidden = true;
  at("state").textContent = "connecting";
  socket = new WebSocket(location.origin.replace("http", "ws") + "/chat"); // older browsers want the whole address
  socket.addEventListener("message", (event) => act(JSON.parse(event.data)));
  socket.addEventListener("close", (event) => {
    clearTimeout(renewal);
    until = 0;
    at("state").textContent = "not connected";
    at("again").hidden = false;
    line("The connection ended: " + event.code + " " + event.reason, "log");
  });
}

function act(message) {
  switch (message.type) {
    case "welcome":
      at("state").textContent = "connected as " + message.from;
      endsAt(message.until);
      break;
    case "renewed":
      line("The token was renewed.", "log");
      endsAt(message.until);
      break;
    case "said":
      line(message.from + ": " + message.text, "said");
      break;
    case "refused":
      line("Refused: " + message.detail, "log");
  }
}

// endsAt plans the renewal when two thirds of the time are over.
function endsAt(time) {
  until = time;
  clearTimeout(renewal);
  renewal = setTimeout(renew, Math.max(1000, ((time - Date.now()) * 2) / 3));
}

// renew sends a new token. A page with Clerk's script has it from Clerk.session.getToken().
async function renew() {
  if (!at("renew").checked) return;
  const answer = await fetch("/token", { method: "POST" });
  if (!answer.ok) return line("No new token: " + answer.status, "log");
  const { token } = await answer.json();
  socket.send(JSON.stringify({ type: "token", token }));
}

setInterval(() => {
  const left = Math.ceil((until - Date.now()) / 1000);
  at("left").textContent = until && left >= 0 ? "· ends in " + left + " s" : "";
}, 250);

at("say").addEventListener("submit", (event) => {
  event.preventDefault();
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify({ type: "say", text: at("text").value }));
  at("text").value = "";
});
at("again").addEventListener("click", connect);
at("revoke").addEventListener("click", () => fetch("/revoke", { method: "POST" }));
connect();
