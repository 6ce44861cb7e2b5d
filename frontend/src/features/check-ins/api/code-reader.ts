/** Reads QR codes from pictures, with a decoder of our own: browsers' differ, and most have none. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
// Ours, because the library's default is a server of somebody else.
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

prepareZXingModule({ overrides: { locateFile: () => wasm } });

/** What every QR code in the picture says. */
export async function readCodes(picture: ImageData): Promise<string[]> {
  const found = await readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 4,
  });
  return found.filter((code) => code.isValid).map((code) => code.text);
}
