import 'uplot/dist/uPlot.min.css';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

import classes from './chart.module.css';

export interface Line {
  name: string;
  values: number[];
}

interface ChartProps {
  /** What it shows in a sentence; the same numbers stand in a table beside it. */
  label: string;
  /** Where on the axis of time the values stand: seconds since 1970. */
  at: number[];
  lines: Line[];
  /** One stands upon the other, as bars, a day each; else lines. */
  kind: 'bars' | 'lines';
  /** The axis is marked by whole days or by times of day, as a clock in that zone shows them. */
  marks: 'days' | 'times';
  timeZone: string;
  formatAt: (seconds: number) => string;
  formatValue: (value: number) => string;
}

const HEIGHT = 240;
const INKS = {
  light: ['#2a43e0', '#d94b3d', '#11693f', '#b9770e', '#7a3ff2', '#0e7490'],
  dark: ['#8fa1ff', '#ff9a91', '#6fdba4', '#f5c46b', '#c4a7ff', '#67d3e8'],
};

/** A picture of numbers over time, as wide as its place. */
export default function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const known = JSON.stringify([props.at, props.lines, props.kind, scheme]);

  useEffect(() => {
    const frame = place.current;
    if (!frame) return undefined;
    const chart = new uPlot(options(props, INKS[scheme], frame.clientWidth), data(props), frame);
    const watcher = new ResizeObserver(() =>
      chart.setSize({ width: frame.clientWidth, height: HEIGHT }),
    );
    watcher.observe(frame);
    return () => {
      watcher.disconnect();
      chart.destroy();
    };
    // Drawn anew when its numbers change, not when its formatters do.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [known]);

  return (
    <figure className={classes.chart}>
      <div ref={place} role="img" aria-label={props.label} />
      <figcaption className={classes.legend}>
        {props.lines.map((line, index) => (
          <span key={line.name}>
            <i style={{ background: INKS[scheme][index % INKS.light.length] }} />
            {line.name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
const MARKS = {
  days: [1, 2, 7, 14, 28, 91].map((days) => days * DAY_S),
  times: [
    ...[5, 15, 30].map((minutes) => minutes * MINUTE_S),
    ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_S),
    ...[1, 2, 7].map((days) => days * DAY_S),
  ],
};

function data({ at, lines, kind }: ChartProps): uPlot.AlignedData {
  if (kind === 'lines') return [at, ...lines.map(({ values }) => values)];
  // The tallest first, so that each stands in front of what it is a part of.
  const stacked = lines.map((_, index) =>
    at.map((_moment, place) =>
      lines.slice(index).reduce((sum, { values }) => sum + values[place]!, 0),
    ),
  );
  return [at, ...stacked];
}

/** A bar stands half before and half behind its day. */
function around(first: number, last: number, kind: ChartProps['kind']): [number, number] {
  const margin = kind === 'bars' || first === last ? DAY_S / 2 : 0;
  return [first - margin, last + margin];
}

function options(props: ChartProps, inks: string[], width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: token('--muted'),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
  };
  const { timeZone } = props;
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
    legend: { show: false },
    cursor: { show: false },
    scales: {
      // Its own guess for a single moment is a thousand days.
      x: { time: true, range: () => around(props.at[0]!, props.at.at(-1)!, props.kind) },
      y: { range: (_, _least, most) => [0, Math.max(1, most) * 1.05] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 70,
        incrs: MARKS[props.marks],
        values: (_, ticks) => ticks.map(props.formatAt),
      },
      {
        ...axis,
        size: 64,
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6, 1e7, 1e8,
        ],
        values: (_, ticks) => ticks.map(props.formatValue),
      },
    ],
    series: [
      {},
      ...props.lines.map((_, index) => ({
        stroke: inks[index % inks.length],
        fill: props.kind === 'bars' ? inks[index % inks.length] : undefined,
        width: props.kind === 'bars' ? 0 : 2,
        points: { show: props.kind === 'lines' && props.at.length < 2 },
        ...(props.kind === 'bars' && { paths: uPlot.paths.bars!({ size: [0.7, 36] }) }),
      })),
    ],
  };
}
