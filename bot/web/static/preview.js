// Reload an author's preview after every save, where they were reading.
"use strict";
const here = document.querySelector(".preview").dataset.state;
const place = sessionStorage.getItem("place");
if (place) scrollTo(0, Number(place));
(async () => {
  for (;;) {
    try {
      const now = await (await fetch(`/changed?since=${here}`)).text();
      if (now !== here) break;
    } catch {
      await new Promise((again) => setTimeout(again, 1000)); // the preview was stopped, or starts anew
    }
  }
  sessionStorage.setItem("place", String(scrollY));
  location.reload();
})();
