/** By then the browser has taken the file. */
const TAKEN_MILLIS = 2000;

/** Has the browser save a file under this name. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), TAKEN_MILLIS);
}
