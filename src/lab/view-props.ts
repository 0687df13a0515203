import type { Locale } from '#src/i18n.ts';

/** What a widget's `index.astro` hands to its view. */
export interface ViewProps<Preset extends string> {
  /** The widget's id: its folder's name. */
  readonly id: string;
  /** The id, with the instance's name behind it where a page shows the widget more than once. */
  readonly urlPrefix: string;
  readonly locale: Locale;
  readonly preset: Preset;
  /** The recorded run of the preset as JSON text, a fraction of the size of the same as island properties. */
  readonly baked: string;
  /** Recorded runs of the widget's other presets, as JSON text; what of them is up to the widget. */
  readonly companions?: string;
  /** Just the figure and its main controls. */
  readonly hero?: boolean;
}
