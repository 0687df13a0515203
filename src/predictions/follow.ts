/** Cards with options: the reader's pick is kept, and stands beside the answer once that is open. */
import { keepingInPlace, keepPrediction, keptPrediction, onRunOfNextFigure } from './card.ts';

export function followPredictions(): void {
  for (const card of document.querySelectorAll<HTMLElement>('[data-prediction]')) follow(card);
}

function follow(card: HTMLElement): void {
  const id = card.dataset.prediction ?? '';
  const form = card.querySelector('form');
  const fieldset = card.querySelector('fieldset');
  const button = card.querySelector<HTMLButtonElement>('[data-action="guess"]');
  const answer = card.querySelector('details');
  const verdict = card.querySelector('.verdict');
  const spoken = card.querySelector('[role="status"]');
  if (!form || !fieldset || !button || !answer || !verdict || !spoken) return;
  const radios = [...form.querySelectorAll<HTMLInputElement>('[type="radio"]')];
  const bare = verdict.textContent;
  const firstLabel = button.textContent;
  let made = false;

  const picked = () => radios.find(({ checked }) => checked);
  const show = (isMade: boolean) => {
    made = isMade;
    fieldset.disabled = isMade;
    button.disabled = !picked();
    button.textContent = isMade ? (button.dataset.again ?? '') : firstLabel;
    const said = isMade ? picked()?.dataset.verdict : undefined;
    verdict.textContent = said ?? bare;
    spoken.textContent = said ?? '';
  };
  const reveal = () => {
    const pick = picked();
    if (!pick || made) return;
    keepPrediction(id, radios.indexOf(pick));
    show(true);
    answer.open = true;
  };

  form.addEventListener('change', () => show(made));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!made) {
      reveal();
      return;
    }
    const pick = picked();
    if (pick) pick.checked = false;
    keepPrediction(id, undefined);
    answer.open = false;
    spoken.ariaLive = null;
    show(false);
    radios[0]?.focus(); // the button has nothing to do now
  });
  onRunOfNextFigure(card, (figure) => keepingInPlace(figure, reveal));

  const kept = keptPrediction(id);
  const before = typeof kept === 'number' ? radios[kept] : undefined;
  if (before) {
    before.checked = true;
    spoken.ariaLive = 'off'; // what it says is nothing new
  }
  show(!!before);
}
