/** Says in a figure that a file of it could not be loaded; without this its buttons would stay dead without a word. */
import { reloadNotice } from './reload-notice.ts';

export interface AsleepWords {
  /** `{file}` stands for the file's name. */
  readonly said: string;
  readonly reload: string;
}

/** Hears of every island of the page that does not wake, from now on. */
export function sayWhenAsleep({ said, reload }: AsleepWords): void {
  document.addEventListener('astro:hydration-error', (event) => {
    if (!(event instanceof CustomEvent) || !(event.target instanceof Element)) return;
    const notices = event.target.querySelector('[data-widget]:not([data-ready]) .notices');
    if (!notices) return;
    event.preventDefault(); // else it goes to the console
    notices.replaceChildren(reloadNotice(said.replace('{file}', fileOf(event)), reload));
  });
}

/** The file that failed, where the error names one; else the figure's own. */
function fileOf({ detail }: CustomEvent): string {
  const named = /[^/\s]+\.js(?:on)?/.exec(detail?.error instanceof Error ? detail.error.message : '');
  return named?.[0] ?? String(detail?.componentUrl).split('/').at(-1) ?? '';
}
