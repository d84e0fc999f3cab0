
// What follows is the same for every GNOME Shell; above it stands what differs.

const NAME = 'org.humanward.Desktop';
const PATH = '/org/humanward/Desktop';
const INTERFACE = 'org.humanward.Desktop1';
const ABOUT = `<node>
  <interface name="${INTERFACE}">
    <method name="Follow">
      <arg name="titles" type="as" direction="in"/>
      <arg name="front" type="a{sv}" direction="out"/>
    </method>
    <signal name="Changed">
      <arg name="front" type="a{sv}"/>
    </signal>
  </interface>
</node>`;
const TITLES = 3;  // so many changes are told one after the other, then one a second

// Tells what is in front to those who asked by Follow, and to nobody else. A title is told only
// of the apps that the asker named. Who leaves the bus is forgotten.
class Desktop {
    constructor() {
        this._bus = Gio.DBus.session;
        this._listeners = new Map();
        this._window = null;
        this._windowHandlers = [];
        this._handlers = [];
        this._titles = TITLES;
        this._titleAt = 0;
        this._later = 0;
        this._connect(global.display, 'notify::focus-window', () => this._meet());
        this._connect(Shell.WindowTracker.get_default(), 'notify::focus-app', () => this._tell());
        this._connect(Main.overview, 'showing', () => this._tell());
        this._connect(Main.overview, 'hiding', () => this._tell());
        this._connect(Main.sessionMode, 'updated', () => this._tell());
        this._meet();
        this._object = Gio.DBusExportedObject.wrapJSObject(ABOUT, this);
        this._object.export(this._bus, PATH);
        this._name = Gio.bus_own_name_on_connection(
            this._bus, NAME, Gio.BusNameOwnerFlags.NONE, null, null);
    }

    destroy() {
        Gio.bus_unown_name(this._name);
        this._object.unexport();
        for (const listener of this._listeners.values())
            Gio.bus_unwatch_name(listener.watch);
        this._listeners.clear();
        if (this._later)
            GLib.Source.remove(this._later);
        this._later = 0;
        this._leave();
        for (const [object, handler] of this._handlers)
            object.disconnect(handler);
        this._handlers = [];
    }

    FollowAsync([titles], invocation) {
        const sender = invocation.get_sender();
        const listener = this._listeners.get(sender) ?? this._welcome(sender);
        listener.titles = new Set(titles);
        listener.told = this._front(listener.titles);
        invocation.return_value(listener.told);
    }

    _welcome(sender) {
        const forget = () => {
            Gio.bus_unwatch_name(this._listeners.get(sender).watch);
            this._listeners.delete(sender);
        };
        const watch = Gio.bus_watch_name_on_connection(
            this._bus, sender, Gio.BusNameWatcherFlags.NONE, null, forget);
        const listener = {watch, titles: new Set(), told: null};
        this._listeners.set(sender, listener);
        return listener;
    }

    _connect(object, signal, handler) {
        this._handlers.push([object, object.connect(signal, handler)]);
    }

    _meet() {
        this._leave();
        this._window = global.display.focus_window;
        if (this._window) {
            this._windowHandlers = [
                this._window.connect('notify::title', () => this._tellTitle()),
                this._window.connect('notify::wm-class', () => this._tell()),
                this._window.connect('notify::fullscreen', () => this._tell()),
                this._window.connect('unmanaged', () => {
                    this._leave();
                    this._tell();
                }),
            ];
        }
        this._tell();
    }

    _leave() {
        for (const handler of this._windowHandlers)
            this._window.disconnect(handler);
        this._windowHandlers = [];
        this._window = null;
    }

    _tellTitle() {
        const now = GLib.get_monotonic_time() / 1000000;
        this._titles = Math.min(TITLES, this._titles + now - this._titleAt);
        this._titleAt = now;
        if (this._later)
            return;
        if (this._titles < 1) {
            this._later = GLib.timeout_add(GLib.PRIORITY_DEFAULT, 1000, () => {
                this._later = 0;
                this._tellTitle();
                return GLib.SOURCE_REMOVE;
            });
        } else if (this._tell()) {
            this._titles -= 1;
        }
    }

    _tell() {
        let isNews = false;
        for (const [name, listener] of this._listeners) {
            const front = this._front(listener.titles);
            if (front.equal(listener.told))
                continue;
            listener.told = front;
            isNews = true;
            this._bus.emit_signal(name, PATH, INTERFACE, 'Changed', front);
        }
        return isNews;
    }

    _front(titles) {
        const locked = Main.sessionMode.isLocked;
        const covered = locked || Main.overview.visibleTarget;
        const window = covered ? null : this._window;
        const told = {locked: new GLib.Variant('b', locked)};
        if (window && window.get_window_type() !== Meta.WindowType.DESKTOP)
            Object.assign(told, this._about(window, titles));
        return new GLib.Variant('(a{sv})', [told]);
    }

    _about(window, titles) {
        const app = Shell.WindowTracker.get_default().get_window_app(window);
        const names = {
            wm_class: window.get_wm_class() ?? '',
            app: app?.get_id().replace(/\.desktop$/, '').replace(/^window:.*/, '') ?? '',
            sandbox: window.get_sandboxed_app_id() ?? '',
        };
        const told = {...names, instance: window.get_wm_class_instance() ?? ''};
        if (Object.values(names).some(name => titles.has(name)))
            told.title = window.get_title() ?? '';
        const texts = Object.entries(told).map(([key, text]) => [key, new GLib.Variant('s', text)]);
        return {
            ...Object.fromEntries(texts),
            pid: new GLib.Variant('i', window.get_pid()),
            fullscreen: new GLib.Variant('b', window.is_fullscreen()),
        };
    }
}
