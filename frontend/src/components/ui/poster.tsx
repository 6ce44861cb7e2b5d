import { type ReactNode, useState } from 'react';

interface PosterProps {
  /** What the picture is drawn from: the same event always looks the same. */
  seed: string;
  src: string | null;
  /** How wide it stands, as `sizes` of an image; most of a telephone's width otherwise. */
  sizes?: string;
  /** Seen before anybody scrolls. Other pictures wait until they are about to be seen. */
  isFirst?: boolean;
}

/** An event's picture; where there is none, a printed-poster pattern of its own. Decoration: names stand beside it. */
export function Poster({ seed, src, sizes = '92vw', isFirst = false }: PosterProps) {
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <div className="sight-poster">
      {src && src !== failed ? (
        <img
          alt=""
          decoding="async"
          loading={isFirst ? 'eager' : 'lazy'}
          fetchPriority={isFirst ? 'high' : 'auto'}
          src={src}
          srcSet={choices(src)}
          sizes={sizes}
          onError={() => setFailed(src)}
        />
      ) : (
        <Print seed={seed} />
      )}
    </div>
  );
}

/** An image of the API comes in two sizes; a draft's, which is read with a token, in one. */
function choices(src: string): string | undefined {
  return src.startsWith('/') ? `${src}&size=small 1200w, ${src} 2000w` : undefined;
}

/** Ground, shape, second shape. */
const INKS = [
  ['#1d2a6b', '#f2b84b', '#e9512f'],
  ['#e8dcc4', '#d8432b', '#22314e'],
  ['#143d36', '#f0c9a4', '#e2703a'],
  ['#f0b429', '#1b1f3b', '#d94b3d'],
  ['#5a1e3f', '#f28f6b', '#f4d9b0'],
  ['#c8d8e4', '#1f4e79', '#ef7f45'],
  ['#2b2d42', '#ef5d60', '#8fd0c8'],
  ['#d7e3c4', '#2d4a32', '#e07a5f'],
] as const;

type Ink = (typeof INKS)[number];

function Print({ seed }: { seed: string }) {
  const number = hash(seed);
  const ink = INKS[number % INKS.length]!;
  const draw = PATTERNS[(number >>> 4) % PATTERNS.length]!;
  return (
    <svg
      viewBox="0 0 400 300"
      preserveAspectRatio="xMidYMid slice"
      style={{ background: ink[0] }}
      aria-hidden="true"
    >
      <rect width="400" height="300" fill={ink[0]} />
      {draw(ink, number >>> 8)}
    </svg>
  );
}

const PATTERNS: ((ink: Ink, turn: number) => ReactNode)[] = [
  function rings([, one, two], turn) {
    const x = 90 + (turn % 220);
    return [150, 118, 86, 54, 22].map((radius, index) => (
      <circle key={radius} cx={x} cy="165" r={radius} fill={index % 2 ? two : one} />
    ));
  },
  function rays([, one, two], turn) {
    const x = 120 + (turn % 160);
    return (
      <>
        {Array.from({ length: 12 }, (_, index) => (
          <path
            key={index}
            d="M0 0 L420 -46 L420 46 Z"
            transform={`translate(${x} 300) rotate(${index * 30})`}
            fill={one}
          />
        ))}
        <circle cx={x} cy="300" r="84" fill={two} />
      </>
    );
  },
  function arches([, one, two], turn) {
    return [0, 1, 2, 3].map((index) => (
      <path
        key={index}
        d="M0 340 V120 a58 58 0 0 1 116 0 V340 Z"
        transform={`translate(${-30 + index * 122} ${((index + turn) % 3) * 42 - 20})`}
        fill={(index + turn) % 2 ? one : two}
      />
    ));
  },
  function waves([, one, two], turn) {
    return [0, 1, 2, 3, 4].map((index) => (
      <path
        key={index}
        d="M-20 0 Q50 -52 120 0 T260 0 T400 0 T540 0 V40 H-20 Z"
        transform={`translate(${-((turn + index * 37) % 130)} ${80 + index * 48})`}
        fill={index % 2 ? two : one}
      />
    ));
  },
  function moons([, one, two], turn) {
    return Array.from({ length: 12 }, (_, index) => {
      const x = (index % 4) * 100;
      const y = Math.floor(index / 4) * 100;
      const quarter = ((turn >>> (index % 8)) % 4) * 90;
      return (
        <path
          key={index}
          d="M-50 -50 H50 A100 100 0 0 1 -50 50 Z"
          transform={`translate(${x + 50} ${y + 50}) rotate(${quarter})`}
          fill={(index + (index >> 2)) % 2 ? one : two}
        />
      );
    });
  },
];

/** FNV-1a: small, and different for ids that differ only at their end. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) {
    value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  }
  return (value ^ (value >>> 15)) >>> 0;
}
