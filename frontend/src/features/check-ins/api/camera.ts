/** The device's camera as a stream of pictures to read codes from. */

/** Why there is no picture, as the operator can do something about it. */
export type CameraTrouble = 'denied' | 'none' | 'busy' | 'insecure';

export class CameraError extends Error {
  constructor(readonly trouble: CameraTrouble) {
    super(trouble);
    this.name = 'CameraError';
  }
}

const TROUBLES: Record<string, CameraTrouble> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
};

/** The camera that looks away from the operator, or the one that was chosen. Throws CameraError. */
export async function openCamera(deviceId: string | null): Promise<MediaStream> {
  // Browsers hide their cameras from pages that did not come over https or from this device itself.
  if (!navigator.mediaDevices) throw new CameraError('insecure');
  const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'environment' };
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    throw new CameraError(TROUBLES[name] ?? 'busy');
  }
}

/** Calls back when the camera is gone by itself: pulled out, or taken by a telephone call. */
export function onGone(stream: MediaStream, tell: () => void) {
  stream.getVideoTracks().forEach((track) => track.addEventListener('ended', tell));
}

/** The lamp beside a telephone's camera, which the browsers' types do not know. */
interface Lit {
  torch?: boolean;
}

/** Whether the camera has a lamp that pages may switch. */
export function hasLight(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  return Boolean((track?.getCapabilities?.() as Lit | undefined)?.torch);
}

export async function light(stream: MediaStream, torch: boolean) {
  const lit: Lit = { torch };
  await stream
    .getVideoTracks()[0]
    ?.applyConstraints({ advanced: [lit as MediaTrackConstraintSet] });
}

export async function show(stream: MediaStream, video: HTMLVideoElement) {
  video.srcObject = stream;
  await video.play();
}

export async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === 'videoinput' && device.deviceId !== '');
}

/** A bigger picture is read more slowly and no better at the length of an arm. */
const LONGEST_SIDE = 960;

/** What the camera shows at this moment; null while it shows nothing yet. */
export function createPictures(video: HTMLVideoElement) {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });

  return function take(): ImageData | null {
    const { videoWidth, videoHeight } = video;
    if (!context || videoWidth === 0 || video.paused) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  };
}
