import { fetchFile } from './client';

/** Saves a file of the API that only its owner may read, under a name that is found again. */
export async function saveFile(path: string, name: string) {
  const file = await fetchFile(path);
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser reads the file after this function has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
