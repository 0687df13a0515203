/** On the front page: how many chapters have been read and challenges solved, where to go on, and the file that carries it elsewhere. */
import { download } from '#src/export/download.ts';
import { chapterAt, markLinks, marksOfPage } from './follow.ts';
import { chapterParts } from './parts.ts';
import { asText, fromText, merged, noProgress, type ProgressStore, progressStore } from './progress.ts';

interface Words {
  readonly count: string;
  readonly solved: string;
  readonly continue: string;
  readonly start: string;
  readonly notKept: string;
  readonly loaded: string;
  readonly notOurs: string;
  readonly forgetSure: string;
  readonly forgotten: string;
}

const FILE_NAME = 'neural-network-details-progress.json';

export function defineProgressPanel(): void {
  customElements.define('course-progress', ProgressPanel);
}

class ProgressPanel extends HTMLElement {
  private readonly store: ProgressStore = progressStore();
  private words: Partial<Words> = {};

  connectedCallback(): void {
    this.words = JSON.parse(this.dataset.words ?? '{}');
    this.onClick('save-progress', () => this.save());
    this.onClick('forget-progress', () => {
      if (!confirm(this.words.forgetSure)) return;
      this.store.write(noProgress);
      this.say(this.words.forgotten);
      this.show();
    });
    const input = this.querySelector<HTMLInputElement>('[data-action="load-progress"]');
    input?.addEventListener('change', async () => {
      const [file] = input.files ?? [];
      input.value = '';
      if (file) this.load(file.name, await file.text());
    });
    this.show();
    if (!this.store.lasts) this.say(this.words.notKept);
    delete this.dataset.waiting;
  }

  private show(): void {
    const progress = this.store.read();
    const links = [...document.querySelectorAll<HTMLAnchorElement>('main ol a')].filter((link) =>
      slugOf(link),
    );
    const marks = marksOfPage();
    markLinks(links, progress, chapterParts, marks);
    const read = links.filter((link) => progress.chapters[slugOf(link) ?? ''] === 'read').length;
    this.piece('count').textContent = (this.words.count ?? '')
      .replace('{read}', String(read))
      .replace('{all}', String(links.length));
    const challenges = [...marks.challenges.values()].flat();
    this.piece('solved').textContent = (this.words.solved ?? '')
      .replace('{solved}', String(challenges.filter((one) => progress.solved.includes(one)).length))
      .replace('{all}', String(challenges.length));
    // where reading stopped; that chapter being read, the next one that isn't
    const last = links.find((link) => slugOf(link) === progress.last);
    const isOpen = last && progress.chapters[progress.last ?? ''] !== 'read';
    const onwards = last ? [...links.slice(links.indexOf(last)), ...links] : links;
    const next = isOpen ? last : onwards.find((link) => progress.chapters[slugOf(link) ?? ''] !== 'read');
    const goOn = this.piece('continue');
    goOn.hidden = next === undefined;
    if (!next || !(goOn instanceof HTMLAnchorElement)) return;
    goOn.href = next.href;
    const sentence = progress.last === undefined ? this.words.start : this.words.continue;
    goOn.textContent = (sentence ?? '').replace('{chapter}', next.textContent?.trim() ?? '');
  }

  private save(): void {
    download(new Blob([asText(this.store.read())], { type: 'application/json' }), FILE_NAME);
  }

  private load(name: string, text: string): void {
    const found = fromText(text);
    if (found) this.store.write(merged(this.store.read(), found));
    this.say((found ? this.words.loaded : this.words.notOurs)?.replace('{file}', () => name));
    this.show();
  }

  private piece(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the panel has no part ${name}`);
    return found;
  }

  private onClick(action: string, act: () => void): void {
    this.querySelector(`[data-action="${action}"]`)?.addEventListener('click', act);
  }

  private say(text: string | undefined): void {
    this.piece('said').textContent = text ?? '';
  }
}

const slugOf = (link: HTMLAnchorElement) => chapterAt(new URL(link.href).pathname, chapterParts);
