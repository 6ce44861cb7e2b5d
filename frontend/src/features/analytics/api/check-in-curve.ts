/** How people came in, in steps of time that are few enough to read. */
import type { CheckInSpan } from './analytics';

export interface Step {
  /** Seconds since 1970. */
  begins: number;
  ends: number;
  checkedIn: number;
  /** In all until the step's end. */
  inside: number;
}

const MINUTE_S = 60;
const WIDTHS = [5, 15, 30, 60, 180, 720].map((minutes) => minutes * MINUTE_S);
const MOST_STEPS = 36;

/** Of all widths the least that makes few enough steps; those in which nobody came are left out. */
export function stepsOf(spans: readonly CheckInSpan[]): Step[] {
  const counts = spans.map((span) => ({
    at: Date.parse(span.begins_at) / 1000,
    checkedIn: span.checked_in,
  }));
  const stepsFor = (width: number) => new Set(counts.map(({ at }) => Math.floor(at / width))).size;
  const width = WIDTHS.find((each) => stepsFor(each) <= MOST_STEPS) ?? WIDTHS.at(-1)!;
  const steps: Step[] = [];
  let inside = 0;
  for (const { at, checkedIn } of counts) {
    inside += checkedIn;
    const begins = at - (at % width);
    const last = steps.at(-1);
    if (last?.begins === begins) {
      last.checkedIn += checkedIn;
      last.inside = inside;
    } else {
      steps.push({ begins, ends: begins + width, checkedIn, inside });
    }
  }
  return steps;
}

/** The steps as a line that rises while people come in and lies flat while nobody does. */
export function curveOf(steps: readonly Step[]): { at: number[]; inside: number[] } {
  const at: number[] = [];
  const inside: number[] = [];
  for (const step of steps) {
    if (at.at(-1) !== step.begins) {
      at.push(step.begins);
      inside.push(inside.at(-1) ?? 0);
    }
    at.push(step.ends);
    inside.push(step.inside);
  }
  return { at, inside };
}
