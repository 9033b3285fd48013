// The quiz answers in its place. Without this file the form sends for a whole page, which says the same.
"use strict";
document.addEventListener("submit", async (event) => {
  const form = event.target, old = form.closest("#quiz");
  if (!old || !event.submitter) return;
  event.preventDefault();
  const choice = event.submitter, given = new URLSearchParams(new FormData(form));
  given.set(choice.name, choice.value);
  old.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: given, headers: { "X-Part": "quiz" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("quiz");
    old.replaceWith(fresh);
    fresh.querySelector("h2").focus({ preventScroll: true });
    fresh.scrollIntoView({ block: "start" });
  } catch {
    // no network just now: the page's own way, which shows the browser's own message and loses no answer
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: choice.name, value: choice.value });
    form.append(kept);
    form.submit();
  }
});
