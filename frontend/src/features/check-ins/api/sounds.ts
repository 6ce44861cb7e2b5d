/** What a verdict sounds like, so that the operator need not look: made on the spot, no file to load. */

export type Cue = 'admitted' | 'refused' | 'unsure';

interface Tone {
  hertz: number;
  /** Seconds from the beginning of the cue. */
  at: number;
  seconds: number;
  shape: OscillatorType;
}

/** They differ in pitch, in number and in direction: up is good, low and twice is not, one level tone is neither. */
const CUES: Record<Cue, Tone[]> = {
  admitted: [
    { hertz: 784, at: 0, seconds: 0.09, shape: 'sine' },
    { hertz: 1175, at: 0.1, seconds: 0.16, shape: 'sine' },
  ],
  refused: [
    { hertz: 180, at: 0, seconds: 0.18, shape: 'square' },
    { hertz: 150, at: 0.24, seconds: 0.3, shape: 'square' },
  ],
  unsure: [{ hertz: 440, at: 0, seconds: 0.5, shape: 'triangle' }],
};
const VIBRATIONS: Record<Cue, number[]> = {
  admitted: [60],
  refused: [200, 80, 200],
  unsure: [120, 60, 60],
};

let context: AudioContext | null = null;

export function play(cue: Cue) {
  navigator.vibrate?.(VIBRATIONS[cue]);
  context ??= new AudioContext();
  // A browser lets no page sound before somebody has touched it.
  void context.resume().catch(() => undefined);
  for (const tone of CUES[cue]) sound(context, tone);
}

function sound(output: AudioContext, { hertz, at, seconds, shape }: Tone) {
  const begin = output.currentTime + at;
  const oscillator = new OscillatorNode(output, { type: shape, frequency: hertz });
  const gain = new GainNode(output, { gain: 0.0001 });
  // Without the ramps a loudspeaker clicks.
  gain.gain.exponentialRampToValueAtTime(0.25, begin + 0.01);
  gain.gain.setValueAtTime(0.25, begin + seconds - 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, begin + seconds);
  oscillator.connect(gain).connect(output.destination);
  oscillator.start(begin);
  oscillator.stop(begin + seconds);
}
