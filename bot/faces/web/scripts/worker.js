// Keeps the answers that were read, so that they open without internet. What was asked is not kept.
"use strict";
const SHELL = "shell-__VERSION__", READ = "read", MOST = 200;
const FILES = ["__SHELL__"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== READ).map((name) => caches.delete(name))))
    .then(() => clients.claim()));
});

const keep = async (request, response) => {
  const cache = await caches.open(READ);
  await cache.delete(request); // the last read stands last
  await cache.put(request, response);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST)).map((one) => cache.delete(one)));
};

const isToKeep = (response) => response.ok && response.headers.get("X-Keep");

// It was withdrawn, or leads on; of where it leads on a navigation is told nothing, not even whether that is for good.
const isGone = (response) => response.status === 404 || response.status === 410 || response.type === "opaqueredirect";

const drop = async (address) => (await caches.open(READ)).delete(address, { ignoreSearch: true, ignoreVary: true });

const answer = async (event) => {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (request.mode === "navigate") {
      if (isToKeep(response)) event.waitUntil(keep(request.url, response.clone()));
      else if (isGone(response)) event.waitUntil(drop(request.url));
    }
    return response;
  } catch (error) {
    const kept = await caches.match(request.url, { ignoreVary: true });
    if (kept) return kept;
    if (request.mode !== "navigate") throw error;
    const lang = new URL(request.url).pathname.split("/")[1];
    const offline = FILES.find((file) => file.startsWith(`/${lang}/`)) || FILES[0];
    return caches.match(offline, { ignoreVary: true });
  }
};

const read = async (address) => {
  const response = await fetch(address);
  if (isToKeep(response)) await keep(address, response);
};

// A page that was open before this served says its address, so that it is kept too.
addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(read(event.data.keep).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  event.respondWith(url.pathname.startsWith("/static/")
    ? caches.match(event.request).then((kept) => kept || answer(event))
    : answer(event));
});
