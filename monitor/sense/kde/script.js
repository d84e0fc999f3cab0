// Tells humanward which window is in front. It runs inside KWin, of Plasma 5.27 and of Plasma 6.
//
// Before it stand three names: LISTENER and KWIN, the places on the bus of the humanward that loaded
// it and of KWin, and PLUGIN, its own in KWin. Titles are told of those apps alone whose titles the
// listener answers to want. When the listener is gone, the script takes itself away.

const activated = workspace.windowActivated || workspace.clientActivated; // Plasma 6, or 5
const titled = new Map(); // whether the titles of an app are wanted
let front = null;
let told = ""; // all of what was told last
const PATIENCE_MS = 60000; // no answer for so long, and nobody listens, whatever the bus says
let since = 0; // when the oldest call was made that is not answered yet

function active() {
  const window = workspace.activeWindow; // undefined on Plasma 5, null when there is none
  return (window === undefined ? workspace.activeClient : window) || null;
}

function text(value) {
  return value === undefined || value === null ? "" : String(value); // bytes on Plasma 5
}

function app(window) {
  return text(window.desktopFileName) + "\n" + text(window.resourceClass);
}

function facts(window) {
  if (!window) return [false, "", "", "", "", false, ""];
  return [
    true,
    text(window.desktopFileName),
    text(window.resourceClass),
    text(window.resourceName),
    text(window.pid),
    Boolean(window.fullScreen),
    titled.get(app(window)) ? text(window.caption) : "",
  ];
}

function tell() {
  const words = facts(front);
  const whole = words.join("\n");
  if (whole === told) return;
  told = whole;
  if (since) leaveIfAlone();
  since = since || Date.now();
  const asked = front ? app(front) : "";
  callDBus(LISTENER, "/org/humanward/Front", "org.humanward.Front", "Tell", ...words, (wanted) => {
    since = 0;
    if (Boolean(titled.get(asked)) === wanted) return;
    titled.set(asked, wanted);
    if (front && app(front) === asked) tell();
  });
}

function tellTitle() {
  if (titled.get(app(front))) tell();
}

function leaveIfAlone() {
  const bus = "org.freedesktop.DBus";
  if (Date.now() - since > PATIENCE_MS) leave();
  callDBus(bus, "/org/freedesktop/DBus", bus, "NameHasOwner", LISTENER, (isThere) => {
    if (!isThere) leave();
  });
}

function leave() {
  callDBus(KWIN, "/Scripting", "org.kde.kwin.Scripting", "unloadScript", PLUGIN);
}

function follow(window, way) {
  window.captionChanged[way](tellTitle);
  window.fullScreenChanged[way](tell);
  for (const rare of [window.windowClassChanged, window.desktopFileNameChanged]) {
    if (rare) rare[way](tell); // no kind of window must have them
  }
}

function turn() {
  const window = active();
  if (window !== front) {
    try {
      if (front) follow(front, "disconnect");
    } catch (error) {
      // a window that is gone has let go of us already
    }
    front = window;
    if (front) follow(front, "connect");
  }
  tell();
}

activated.connect(turn);
turn();
