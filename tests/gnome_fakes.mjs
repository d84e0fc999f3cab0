// Fakes of what GNOME Shell 45 and later gives to an extension. It cannot run where the tests run:
// these keep to its documented names, and whatever else is asked of them is an error.

class Emitter {
    #handlers = new Map();
    #last = 0;

    connect(signal, handler) {
        this.#handlers.set(++this.#last, [signal, handler]);
        return this.#last;
    }

    disconnect(id) {
        if (!this.#handlers.delete(id))
            throw new Error(`no handler ${id}`);
    }

    emit(signal) {
        for (const [wanted, handler] of [...this.#handlers.values()]) {
            if (wanted === signal)
                handler();
        }
    }

    get handlers() {
        return this.#handlers.size;
    }
}

const strict = object => new Proxy(object, {
    get(target, name) {
        if (!(name in target))
            throw new Error(`GNOME has no ${String(name)} here`);
        const value = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
    },
});

class Variant {
    constructor(type, value) {
        this.type = type;
        this.value = value;
    }

    plain() {
        const open = one => one instanceof Variant ? one.plain() : one;
        if (Array.isArray(this.value))
            return this.value.map(one => Object.fromEntries(
                Object.entries(one).map(([key, held]) => [key, open(held)])));
        return open(this.value);
    }

    equal(other) {
        return JSON.stringify(this) === JSON.stringify(other);
    }
}

class Window extends Emitter {
    constructor(about) {
        super();
        this.about = about;
    }

    get_window_type() {
        return this.about.type ?? 0;
    }

    get_wm_class() {
        return this.about.wm_class ?? null;
    }

    get_wm_class_instance() {
        return this.about.instance ?? null;
    }

    get_sandboxed_app_id() {
        return this.about.sandbox ?? null;
    }

    get_title() {
        return this.about.title ?? null;
    }

    get_pid() {
        return this.about.pid ?? 0;
    }

    is_fullscreen() {
        return this.about.fullscreen ?? false;
    }
}

class World {
    constructor() {
        this.now = 1000;
        this.timers = new Map();
        this.told = [];
        this.names = new Set();
        this.exported = new Map();
        this.watched = new Map();
        this.display = Object.assign(new Emitter(), {focus_window: null});
        this.tracker = Object.assign(new Emitter(), {
            get_window_app: window => window.about.app ? {get_id: () => window.about.app} : null,
        });
        this.overview = Object.assign(new Emitter(), {visibleTarget: false});
        this.sessionMode = Object.assign(new Emitter(), {isLocked: false});
    }

    window(about) {
        return strict(new Window(about));
    }

    focus(window) {
        this.display.focus_window = window;
        this.display.emit('notify::focus-window');
    }

    follow(sender, titles) {
        let answer = null;
        const invocation = {get_sender: () => sender, return_value: told => (answer = told)};
        this.exported.get('/org/humanward/Desktop').FollowAsync([titles], invocation);
        return answer.plain()[0];
    }

    pass(seconds) {
        this.now += seconds;
        for (const [id, {at, handler}] of [...this.timers]) {
            if (at <= this.now) {
                this.timers.delete(id);
                handler();
            }
        }
    }

    leave(sender) {
        for (const {name, vanished} of [...this.watched.values()]) {
            if (name === sender)
                vanished();
        }
    }

    get handlers() {
        const all = [this.display, this.tracker, this.overview, this.sessionMode];
        return all.reduce((sum, one) => sum + one.handlers, 0);
    }
}

const world = globalThis.world ??= new World();
globalThis.display ??= strict(world.display); // Node has a `global` of its own

const bus = strict({
    emit_signal(listener, path, name, signal, told) {
        world.told.push([listener, path, name, signal, told.type, told.plain()[0]]);
    },
});

let last = 0;
const Gio = strict({
    DBus: strict({session: bus}),
    BusNameOwnerFlags: strict({NONE: 0}),
    BusNameWatcherFlags: strict({NONE: 0}),
    DBusExportedObject: strict({
        wrapJSObject(about, object) {
            if (!about.includes('<interface name="org.humanward.Desktop1">'))
                throw new Error('another interface');
            let at = null;
            return strict({
                export(_bus, path) {
                    world.exported.set(at = path, object);
                },
                unexport() {
                    world.exported.delete(at);
                },
            });
        },
    }),
    bus_own_name_on_connection(_bus, name, _flags, _acquired, _lost) {
        world.names.add(name);
        return name;
    },
    bus_unown_name(name) {
        world.names.delete(name);
    },
    bus_watch_name_on_connection(_bus, name, _flags, _appeared, vanished) {
        world.watched.set(++last, {name, vanished});
        return last;
    },
    bus_unwatch_name(id) {
        if (!world.watched.delete(id))
            throw new Error(`nobody watches ${id}`);
    },
});

const GLib = strict({
    Variant,
    PRIORITY_DEFAULT: 0,
    SOURCE_REMOVE: false,
    get_monotonic_time: () => world.now * 1000000,
    timeout_add(_priority, ms, handler) {
        world.timers.set(++last, {at: world.now + ms / 1000, handler});
        return last;
    },
    Source: strict({
        remove(id) {
            if (!world.timers.delete(id))
                throw new Error(`no timer ${id}`);
        },
    }),
});

const modules = {
    'gi://Gio': Gio,
    'gi://GLib': GLib,
    'gi://Meta': strict({WindowType: strict({NORMAL: 0, DESKTOP: 1})}),
    'gi://Shell': strict({WindowTracker: strict({get_default: () => strict(world.tracker)})}),
};

export default modules[decodeURIComponent(new URL(import.meta.url).search.slice(1))];
export class Extension {}
export const overview = strict(world.overview);
export const sessionMode = strict(world.sessionMode);
