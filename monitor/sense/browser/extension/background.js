// Tells the humanward program on this computer which site the tab in front shows: its host, and of
// the rest only what the program asked for. Of a private window it says that it is one, no more.

"use strict";

const HOST = "org.humanward.browser";
const KINDS = ["normal", "popup", "app", "devtools"];
const HERE = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];
const AGAIN_LEAST_MS = 1_000;
const AGAIN_MOST_MS = 60_000;

const api = globalThis.browser ?? globalThis.chrome;

let port = null;
let places = [];
let askAgainAt = 0;
let patienceMs = AGAIN_LEAST_MS;
let turn = 0;
let isSilent = false; // none of the windows is in front, and the program knows

function connect() {
  if (port !== null || Date.now() < askAgainAt) {
    return port;
  }
  port = api.runtime.connectNative(HOST);
  port.onMessage.addListener(listen);
  port.onDisconnect.addListener(() => {
    void api.runtime.lastError; // read, so that the browser logs no error: there may be no program
    port = null;
    places = [];
    askAgainAt = Date.now() + patienceMs;
    patienceMs = Math.min(2 * patienceMs, AGAIN_MOST_MS);
  });
  return port;
}

// The program names the places it must know, such as "x.com/i/grok" or "duckduckgo.com?ia=chat".
function listen(message) {
  patienceMs = AGAIN_LEAST_MS;
  places = message.places.map((place) => {
    const [address, query = ""] = place.split("?");
    const [host] = address.split("/");
    return { host, path: address.slice(host.length), query };
  });
  tell();
}

async function tell() {
  const mine = ++turn;
  const word = await look();
  if (mine !== turn || (isSilent && !word.focused && port !== null)) {
    return;
  }
  isSilent = !word.focused;
  connect()?.postMessage(word);
}

async function look() {
  try {
    const front = await api.windows.getLastFocused({ windowTypes: KINDS });
    if (!front.focused) {
      return { focused: false };
    }
    if (front.incognito) {
      return { focused: true, private: true };
    }
    const [tab] = await api.tabs.query({ active: true, windowId: front.id });
    return { focused: true, ...site(tab?.url), audible: tab?.audible === true };
  } catch {
    return { focused: false }; // the window closed while it was asked about
  }
}

function site(address) {
  const url = URL.canParse(address ?? "") ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { host: "", tail: "" };
  }
  return {
    host: hostOf(url),
    tail: places.filter((place) => fits(place, url)).map(tailOf).sort(byLength)[0] ?? "",
  };
}

// With an odd port. One's own machine goes by many names, and always with the port, by which the
// tools on it are told apart.
function hostOf(url) {
  const name = nameOf(url);
  if (HERE.includes(name) || name.endsWith(".localhost")) {
    return `localhost:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
  }
  return url.port === "" ? name : `${name}:${url.port}`;
}

function nameOf(url) {
  return url.hostname.replace(/\.$/, "");
}

function fits(place, url) {
  const { host, path, query } = place;
  const isHere = hostOf(url) === host || `.${nameOf(url)}`.endsWith(`.${host}`);
  const isBelow = `${url.pathname}/`.startsWith(`${path}/`);
  return isHere && isBelow && (query === "" || url.search.slice(1).split("&").includes(query));
}

function tailOf(place) {
  return place.query === "" ? place.path : `${place.path}?${place.query}`;
}

function byLength(one, other) {
  return other.length - one.length;
}

api.tabs.onActivated.addListener(tell);
api.tabs.onUpdated.addListener((id, change, tab) => {
  if (tab.active && ("url" in change || "title" in change || "audible" in change)) {
    tell();
  }
});
api.windows.onFocusChanged.addListener(tell);
api.runtime.onStartup.addListener(tell);
api.runtime.onInstalled.addListener(tell);
tell();
