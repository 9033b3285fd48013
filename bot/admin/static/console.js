// Keys for the inbox: j and k go from group to group, 1 to 9 take a suggestion, / searches, d puts aside, x ticks all or none.
// Without this script every button still works.
(function () {
  "use strict";
  var at = -1;
  function groups() { return Array.prototype.slice.call(document.querySelectorAll(".group")); }
  function go(to) {
    var all = groups();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, to));
    all.forEach(function (g, i) { g.classList.toggle("current", i === at); });
    all[at].scrollIntoView({ block: "nearest" });
  }
  function press(selector) {
    var group = groups()[at];
    var button = group && group.querySelector(selector);
    if (button) button.click();
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (/^[1-9]$/.test(event.key)) press('[data-key="' + event.key + '"]');
    else if (event.key === "d") press('[data-key="d"]');
    else if (event.key === "x") {
      var group = groups()[at];
      if (!group) return;
      var boxes = group.querySelectorAll("input[type=checkbox]");
      var all = Array.prototype.every.call(boxes, function (b) { return b.checked; });
      boxes.forEach(function (b) { b.checked = !all; });
    } else if (event.key === "/") {
      var search = groups()[at] && groups()[at].querySelector("input[list]");
      if (search) { event.preventDefault(); search.focus(); }
    } else return;
  });
  document.addEventListener("click", function (event) {
    var field = document.getElementById(event.target.getAttribute && event.target.getAttribute("data-fill") || "");
    if (field) { field.value = event.target.textContent; field.focus(); }
  });
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    var ask = button && button.getAttribute("data-ask");
    if (ask && !window.confirm(ask)) event.preventDefault();
  });
  go(0);
})();
