/** The buttons that open the dialogs of `CodeDialog` and `TakeAwayDialog`. */
import type { Locale } from '#src/i18n.ts';
import type { BackendName, SummaryRecord } from '#src/lab/contract.ts';
import type { ConfigRecord, Params } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import type { ParamStrings } from '#src/lab/widget-strings.ts';
import { DialogButton } from './Dialog.tsx';

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

/** Each dialog is loaded when it is first asked for. */
export function TakeAway(props: TakeAwayProps) {
  const { takeAway, code, dialogMissing } = labStrings[props.locale];
  return (
    <>
      <DialogButton
        action="code"
        label={code}
        disabled={!props.ready}
        load={async () => (await import('./CodeDialog.tsx')).CodeDialog}
        failure={dialogMissing}
        content={props}
      />
      <DialogButton
        action="export"
        label={takeAway}
        disabled={!props.ready}
        load={async () => (await import('./TakeAwayDialog.tsx')).TakeAwayDialog}
        failure={dialogMissing}
        content={props}
      />
    </>
  );
}
