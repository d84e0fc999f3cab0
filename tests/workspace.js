// A workspace as KWin hands it to its scripts, of Plasma 5.27 or of Plasma 6, under node.
// Run: node workspace.js VERSION SCRIPT SCENARIO; it prints every call that the script made.

const fs = require("fs");
const vm = require("vm");

const [version, script, scenario] = process.argv.slice(2);
const isFive = version === "5";
const ACTIVE = isFive ? "activeClient" : "activeWindow";
const calls = [];
const bus = { listens: true, tells: true, wants: "firefox", now: 1000000 };

class Signal {
  slots = [];
  connect(slot) {
    this.slots.push(slot);
  }
  disconnect(slot) {
    if (!this.slots.includes(slot)) throw new TypeError("was not connected");
    this.slots = this.slots.filter((one) => one !== slot);
  }
  emit(...words) {
    for (const slot of [...this.slots]) slot(...words);
  }
}

const workspace = { [ACTIVE]: null };
workspace[isFive ? "clientActivated" : "windowActivated"] = new Signal();

function text(value) {
  return isFive ? { toString: () => value } : value; // Plasma 5 gives bytes, not a string
}

function open(name, facts = {}) {
  const window = {
    resourceClass: text(name), resourceName: text(name), desktopFileName: text(`org.${name}`),
    pid: 7, fullScreen: false, caption: `a letter in ${name}`,
    captionChanged: new Signal(), fullScreenChanged: new Signal(),
    windowClassChanged: new Signal(), desktopFileNameChanged: new Signal(), ...facts,
  };
  activate(window);
  return window;
}

function activate(window) {
  workspace[ACTIVE] = window;
  workspace[isFive ? "clientActivated" : "windowActivated"].emit(window);
}

function close(window) {
  for (const name of Object.keys(window)) {
    Object.defineProperty(window, name, { get: () => { throw new TypeError("it is gone"); } });
  }
  activate(null);
}

function change(window, name, value) {
  window[name] = value;
  window[`${name}Changed`].emit();
}

function callDBus(service, path, space, member, ...words) {
  if (words.length > 9 || words.includes(undefined)) throw new Error("KWin drops an argument");
  const heard = typeof words.at(-1) === "function" ? words.pop() : () => {};
  if (words.some((one) => typeof one === "object")) throw new Error("not a plain value");
  calls.push([member, ...words]);
  if (member === "NameHasOwner" && bus.tells) Promise.resolve().then(() => heard(bus.listens));
  if (service === ":1.7" && bus.listens) {
    Promise.resolve().then(() => heard(words[2] === bus.wants));
  }
}

const names = 'const LISTENER = ":1.7", KWIN = ":1.2", PLUGIN = "humanward-1-7";\n';
const context = { workspace, callDBus, Date: { now: () => bus.now } };
vm.runInNewContext(names + fs.readFileSync(script, "utf8"), context);
const quiet = () => new Promise(setImmediate);
const steps = `(async () => { await quiet(); ${scenario}; await quiet(); })`;
vm.runInNewContext(steps, { open, activate, close, change, quiet, bus })().then(() => {
  process.stdout.write(JSON.stringify(calls));
});
