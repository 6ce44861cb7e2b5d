import { type RefObject, useEffect, useEffectEvent, useState } from 'react';

import {
  CameraError,
  type CameraTrouble,
  createPictures,
  hasLight,
  light,
  listCameras,
  onGone,
  openCamera,
  show,
} from '../api/camera';
import { createSightings } from '../api/sightings';

const BETWEEN_PICTURES_MS = 120;
const AWAY_MS = 2_000;

export type CameraState = 'starting' | 'looking' | CameraTrouble;

/** Looks through a camera as long as it is mounted and tells each code once when it comes into view. */
export function useCamera(
  video: RefObject<HTMLVideoElement | null>,
  deviceId: string | null,
  attempt: number,
  onCode: (code: string) => void,
) {
  const [state, setState] = useState<CameraState>('starting');
  const [cameras, setCameras] = useState<MediaDeviceInfo[]>([]);
  /** Of the camera that is open, if it has a lamp. */
  const [lamp, setLamp] = useState<MediaStream | null>(null);
  const [isLit, setLit] = useState(false);
  const tell = useEffectEvent(onCode);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const stop = new AbortController();
    let stream: MediaStream | null = null;

    async function look(shown: HTMLVideoElement) {
      setState('starting');
      setLamp(null);
      setLit(false);
      // The decoder is loaded while the operator is asked for the camera.
      const decoder = import('../api/code-reader');
      stream = await openCamera(deviceId);
      if (stop.signal.aborted) return release(stream);
      onGone(stream, () => {
        stop.abort();
        setState('busy');
      });
      await show(stream, shown);
      setLamp(hasLight(stream) ? stream : null);
      setCameras(await listCameras());
      const { readCodes } = await decoder;
      setState('looking');
      const sightings = createSightings(AWAY_MS);
      const take = createPictures(shown);
      while (!stop.signal.aborted) {
        const picture = take();
        const codes = picture ? await readCodes(picture) : [];
        for (const code of codes) {
          if (!stop.signal.aborted && sightings.isNew(code, performance.now())) tell(code);
        }
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_PICTURES_MS));
      }
    }

    look(element).catch((error: unknown) => {
      if (!stop.signal.aborted) setState(error instanceof CameraError ? error.trouble : 'busy');
    });
    return () => {
      stop.abort();
      if (stream) release(stream);
    };
  }, [video, deviceId, attempt]);

  /** Switches the lamp; what the camera refuses stays as it was. */
  async function switchLight() {
    if (!lamp) return;
    await light(lamp, !isLit).then(
      () => setLit(!isLit),
      () => undefined,
    );
  }

  return { state, cameras, hasLamp: lamp !== null, isLit, switchLight };
}

/** Its light goes out. */
function release(stream: MediaStream) {
  stream.getTracks().forEach((track) => track.stop());
}
