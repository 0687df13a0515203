/** A dialog with a heading and a button that closes it, and the button elsewhere that opens it. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

export interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  /** Beside that of every dialog. */
  readonly class?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Open for as long as it is there. */
export function Dialog({ title, closeLabel, class: own = '', onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class={`widget-dialog ${own}`} ref={dialog} aria-labelledby={headingId} onClose={onClose}>
      <header>
        <h2 id={headingId}>{title}</h2>
        <button type="button" class="button" data-action="close" onClick={() => dialog.current?.close()}>
          {closeLabel}
        </button>
      </header>
      {children}
    </dialog>
  );
}

export interface DialogButtonProps<Content> {
  readonly action: string;
  readonly label: string;
  readonly disabled: boolean;
  /** The dialog, loaded when it is first asked for. */
  readonly load: () => Promise<FunctionComponent<Content & { readonly onClose: () => void }>>;
  /** Said where it can't be loaded. */
  readonly failure: string;
  readonly content: Content;
}

export function DialogButton<Content extends object>(props: DialogButtonProps<Content>) {
  const [Content, setContent] = useState<FunctionComponent<Content & { readonly onClose: () => void }>>();
  const [missing, setMissing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = async () => {
    setMissing(false);
    try {
      const loaded = await props.load();
      setContent(() => loaded);
    } catch {
      setMissing(true);
    }
  };
  const close = () => {
    setContent(undefined);
    button.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        class="button"
        data-action={props.action}
        aria-haspopup="dialog"
        aria-disabled={props.disabled}
        ref={button}
        onClick={open}
      >
        {props.label}
      </button>
      {missing && <span role="alert">{props.failure}</span>}
      {Content && <Content {...props.content} onClose={close} />}
    </>
  );
}
