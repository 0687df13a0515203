/** The widgets of this site as pages list them: found by their folders, so that a new folder is a new page. */
import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import type { Locale, Translated } from '#src/i18n.ts';
import { type ConfigRecord, defaultConfig, type Params, sameConfig } from '#src/lab/params.ts';
import { writeUrlState } from '#src/lab/url-state.ts';
import type { ParamStrings } from '#src/lab/widget-strings.ts';

interface WidgetWords {
  readonly title: string;
  readonly question: string;
  readonly params: Readonly<Record<string, ParamStrings>>;
}

export interface ListedWidget {
  readonly id: string;
  readonly Figure: AstroComponentFactory;
  /** The preset that the widget's own page starts from: the one with the default settings. */
  readonly preset: string;
  readonly params: Params;
  /** An address of the widget's own page with other settings, from the `?` on. */
  readonly linkExample: string;
  readonly words: (locale: Locale) => WidgetWords;
}

const figures = import.meta.glob<{ default: AstroComponentFactory }>('../../widgets/*/index.astro', {
  eager: true,
});
const configs = import.meta.glob<{ params: Params; presets: Record<string, ConfigRecord> }>(
  '../../widgets/*/config.ts',
  {
    eager: true,
  },
);
const strings = import.meta.glob<{ strings: Translated<WidgetWords> }>('../../widgets/*/strings.ts', {
  eager: true,
});

export const listedWidgets: readonly ListedWidget[] = Object.entries(figures).map(
  ([path, { default: Figure }]) => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const id = folder.slice(folder.lastIndexOf('/') + 1);
    const words = strings[`${folder}/strings.ts`]?.strings;
    const config = configs[`${folder}/config.ts`];
    const preset = config && defaultPreset(config.params, config.presets);
    if (!words || !preset) throw new Error(`the widget ${id} lacks strings or presets`);
    const linkExample = shortestLink(id, config.params, config.presets);
    return { id, Figure, preset, params: config.params, linkExample, words: (locale) => words[locale] };
  },
);

function defaultPreset(params: Params, presets: Readonly<Record<string, ConfigRecord>>): string | undefined {
  return Object.keys(presets).find((name) => sameConfig(params, { ...presets[name] }, defaultConfig(params)));
}

/** To another preset than the default one, or to another seed where there is none. */
function shortestLink(id: string, params: Params, presets: Readonly<Record<string, ConfigRecord>>): string {
  const start = defaultConfig(params);
  const linkTo = (config: ConfigRecord) => writeUrlState('', id, params, start, config);
  const [shortest] = Object.values(presets)
    .map(linkTo)
    .filter((link) => link !== '')
    .toSorted((a, b) => a.length - b.length);
  return shortest ?? linkTo({ ...start, seed: 2 });
}
