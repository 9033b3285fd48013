// Tells WeChat what to show when this page is passed on. Without it WeChat takes the page's title and first picture.
"use strict";
(() => {
  const own = document.getElementById("share-data");
  if (!own || !window.wx) return;
  const { config, card } = JSON.parse(own.dataset.said);
  window.wx.config({ ...config, debug: false, jsApiList: ["updateAppMessageShareData", "updateTimelineShareData"] });
  window.wx.ready(() => {
    window.wx.updateAppMessageShareData(card);
    window.wx.updateTimelineShareData({ title: card.title, link: card.link, imgUrl: card.imgUrl });
  });
})();
