// A WeChat conversation: bubbles, taps, and what WeChat shows when an account fails.
"use strict";
const $ = (id) => document.getElementById(id);
const talk = $("talk"), input = $("input");
const FAULT = "该公众号提供的服务出现故障，请稍后再试";
const PARTS = { more: "menu", plus: "panel", face: "faces" }; // what each button opens
const FACES = [..."😊😄😂🤣😍😘😌🙂😉😢😭😞😔😟😠😡😱😨😴🤒🤔😅😳🙈👍👏🙏💪🤝👌❤💔🌹🎂🎁🎉🌙👶👧👦"];
let waiting = 0, lastTime = 0;
let openid = localStorage.getItem("openid") || "";

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content); // strings become text nodes: nothing here is ever parsed as HTML
  return made;
}

function put(node) {
  talk.append(node);
  talk.scrollTop = talk.scrollHeight;
}

const note = (text) => put(element("p", "note", text));
function bubble(person, ...content) {
  const now = new Date();
  if (now - lastTime > 300000) put(element("p", "note time", now.toTimeString().slice(0, 5)));
  lastTime = +now;
  const row = element("div", person === "me" ? "row mine" : "row", $(person).content.cloneNode(true));
  row.append(element("div", "bubble", ...content));
  put(row);
}

// Only <a href="…">label</a> is markup to WeChat; all else in an answer is text.
function parse(content) {
  const nodes = [];
  let at = 0;
  for (const found of content.matchAll(/<a\s(?:[^>]*?\s)?href=(["'])(.*?)\1[^>]*>(.*?)<\/a>/gis)) {
    nodes.push(content.slice(at, found.index), link(found[2], found[3]) || found[0]);
    at = found.index + found[0].length;
  }
  return [...nodes, content.slice(at)];
}

function link(href, label) {
  const a = element("a", "", label);
  a.href = href;
  if (/^https?:\/\//i.test(href)) return Object.assign(a, { target: "_blank", rel: "noopener noreferrer" });
  if (!href.startsWith("weixin://bizmsgmenu?")) return null;
  a.dataset.tap = new URLSearchParams(href.slice(href.indexOf("?"))).get("msgmenucontent") || label;
  return a;
}

async function post(message) {
  const person = openid;
  const body = JSON.stringify({ openid, ...message });
  let answer = {};
  waiting += 1;
  $("title").textContent = "对方正在输入…";
  try {
    const headers = { "Content-Type": "application/json" };
    answer = await (await fetch("/chat/send", { method: "POST", headers, body })).json();
  } catch { /* shown as a fault below */ }
  waiting -= 1;
  if (!waiting) $("title").textContent = "牵挂";
  if (person !== openid) return; // not into somebody else's talk
  if (answer.content === undefined) note(answer.error || FAULT);
  else if (answer.content !== null) bubble("account", ...parse(answer.content));
}

function say(text, tapped = false) {
  bubble("me", text);
  post({ type: "text", text, tapped });
}

function turn(event) {
  note(event === "subscribe" ? "你已关注该公众号" : "你已取消关注该公众号");
  post({ type: "event", event });
}

function newPerson() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  openid = "o" + Array.from(crypto.getRandomValues(new Uint8Array(27)), (n) => letters[n % 64]).join("");
  localStorage.setItem("openid", openid);
  talk.replaceChildren();
  lastTime = 0;
  turn("subscribe");
}

function toggle(button) {
  for (const [name, part] of Object.entries(PARTS)) {
    $(part).hidden = name !== button || !$(part).hidden;
    $(name).setAttribute("aria-expanded", String(!$(part).hidden));
  }
  talk.scrollTop = talk.scrollHeight;
}

function resize() {
  $("send").hidden = !input.value.trim();
  $("plus").hidden = !$("send").hidden;
  input.style.height = "";
  input.style.height = Math.min(Math.max(input.scrollHeight, 42), 122) + "px";
}

const typing = (on) => { input.hidden = !on; $("hold").hidden = on; };

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  input.value = "";
  resize();
  if (text) say(text);
});
input.addEventListener("input", resize);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("form").requestSubmit();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && toggle());
talk.addEventListener("click", (event) => {
  const said = event.target.dataset.tap;
  toggle();
  if (!said) return;
  event.preventDefault();
  say(said, true);
});
for (const name of Object.keys(PARTS)) $(name).addEventListener("click", () => toggle(name));
$("voice").addEventListener("click", () => typing(input.hidden));
for (const face of FACES) $("faces").append(element("button", "", face));
$("faces").addEventListener("click", ({ target }) => {
  if (target === $("faces")) return;
  typing(true);
  input.setRangeText(target.textContent, input.selectionStart, input.selectionEnd, "end");
  resize();
});
document.querySelector(".phone").addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const { say: text, type, event } = button ? button.dataset : {};
  if (text) say(text);
  if (type) {
    bubble("me", $("my-" + type).content.firstElementChild.cloneNode(true));
    post({ type });
  }
  if (event) turn(event);
  if (button === $("new")) newPerson();
  if (text || type || event || button === $("new")) toggle();
});
if (/^o[\w-]{27}$/.test(openid)) note("接着聊。想从头来：右上角 ··· 换一个人");
else newPerson();
