// GNOME Shell 45 and later.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Meta from 'gi://Meta';
import Shell from 'gi://Shell';

import {Extension} from 'resource:///org/gnome/shell/extensions/extension.js';
import * as Main from 'resource:///org/gnome/shell/ui/main.js';

export default class Humanward extends Extension {
    enable() {
        this._desktop = new Desktop();
    }

    disable() {
        this._desktop.destroy();
        this._desktop = null;
    }
}
