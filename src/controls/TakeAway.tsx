/** The button that opens the dialog of `TakeAwayDialog`; that is loaded when it is first asked for. */
import type { FunctionComponent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Locale } from '#src/i18n.ts';
import type { BackendName, SummaryRecord } from '#src/lab/contract.ts';
import type { ConfigRecord, Params } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import type { ParamStrings } from '#src/lab/widget-strings.ts';

export interface TakeAwayProps {
  readonly id: string;
  readonly locale: Locale;
  /** Of the widget, and the caption beneath its figure. */
  readonly title: string;
  readonly caption: string;
  readonly params: Params;
  readonly strings: Readonly<Record<string, ParamStrings>>;
  /** What the controls say now. */
  readonly config: ConfigRecord;
  /** The run whose numbers are at hand. */
  readonly summary: SummaryRecord;
  readonly summaryConfig: ConfigRecord;
  readonly backend: BackendName;
  readonly ready: boolean;
  /** The page's address with the settings of this moment. */
  readonly link: () => string;
}

export interface DialogProps extends TakeAwayProps {
  /** Lies in the widget whose figure it is. */
  readonly onClose: () => void;
}

export function TakeAway(props: TakeAwayProps) {
  const words = labStrings[props.locale].takeAway;
  const [Dialog, setDialog] = useState<FunctionComponent<DialogProps>>();
  const button = useRef<HTMLButtonElement>(null);
  const [missing, setMissing] = useState(false);
  const open = async () => {
    setMissing(false);
    try {
      const { TakeAwayDialog } = await import('./TakeAwayDialog.tsx');
      setDialog(() => TakeAwayDialog);
    } catch {
      setMissing(true);
    }
  };
  const close = () => {
    setDialog(undefined);
    button.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        class="button"
        data-action="export"
        aria-haspopup="dialog"
        disabled={!props.ready}
        ref={button}
        onClick={open}
      >
        {words.open}
      </button>
      {missing && <span role="alert">{words.notLoaded}</span>}
      {Dialog && <Dialog {...props} onClose={close} />}
    </>
  );
}
