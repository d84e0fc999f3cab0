// GNOME Shell 42 to 44.

const {Gio, GLib, Meta, Shell} = imports.gi;
const Main = imports.ui.main;

class Humanward {
    enable() {
        this._desktop = new Desktop();
    }

    disable() {
        this._desktop.destroy();
        this._desktop = null;
    }
}

function init() {
    return new Humanward();
}
