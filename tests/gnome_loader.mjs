// Leads the imports that only GNOME Shell knows to the fakes beside this file.

const fakes = new URL('gnome_fakes.mjs', import.meta.url).href;

export function resolve(name, context, next) {
    const isGnome = name.startsWith('gi://') || name.startsWith('resource:///org/gnome/shell/');
    if (!isGnome)
        return next(name, context);
    return {url: `${fakes}?${encodeURIComponent(name)}`, shortCircuit: true};
}
