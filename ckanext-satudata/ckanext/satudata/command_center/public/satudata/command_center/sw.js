// Lets a kiosk start without network: its page, the scripts and the map as they were last fetched. Data are the wall's own
// business (wall.js keeps them with their age). Only kiosks keep pages, for a kiosk is nobody's other computer.
"use strict";

const STORE = "wall-1";
const ASSETS = /\/satudata\/|\/peta\/kecamatan\.geojson$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
      await self.clients.claim();
    })(),
  ),
);

const fresh = async (request) => {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(request, answer.clone());
    else if (answer.status === 403 || answer.status === 404) await store.delete(request, { ignoreSearch: true });
    return answer;
  } catch (problem) {
    const kept = await store.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw problem;
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const isKiosk = event.request.mode === "navigate" && url.searchParams.has("kiosk");
  if (isKiosk || ASSETS.test(url.pathname)) event.respondWith(fresh(event.request));
});
