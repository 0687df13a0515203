/** What the charts of a widget know of it without being told one by one. */
import { createContext } from 'preact';
import type { Locale } from '#src/i18n.ts';

export interface FigureContextValue {
  readonly locale: Locale;
  /** A run goes on: what is drawn changes with every frame. */
  readonly busy: boolean;
  /** What a chart says while `busy`; by default that the run goes on. */
  readonly meanwhile?: string;
  /** A chart at rest has been described: in short, to be read out. */
  readonly onDescribed?: (figure: HTMLElement, text: string) => void;
}

export const FigureContext = createContext<FigureContextValue>({ locale: 'en', busy: false });
