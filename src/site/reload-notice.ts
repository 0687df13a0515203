/** A word on what could not be loaded, with a button that loads the page anew. */
export function reloadNotice(said: string, reload: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'notice';
  box.dataset.kind = 'error';
  const words = document.createElement('p');
  words.textContent = said;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.dataset.action = 'reload';
  button.textContent = reload;
  button.addEventListener('click', () => location.reload());
  box.append(words, button);
  return box;
}
