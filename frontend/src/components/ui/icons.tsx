/** Line icons, drawn on 24 × 24; always beside words, so hidden from assistive technology. */
import type { ReactNode } from 'react';

interface IconProps {
  size?: number;
}

function icon(name: string, drawing: ReactNode) {
  const Icon = ({ size = 20 }: IconProps) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawing}
    </svg>
  );
  Icon.displayName = name;
  return Icon;
}

export const SearchIcon = icon(
  'SearchIcon',
  <path d="M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5" />,
);
export const PlaceIcon = icon(
  'PlaceIcon',
  <>
    <path d="M12 21s7-5.600 7-11.500a7 7 0 1 0-14 0C5 15.400 12 21 12 21Z" />
    <circle cx="12" cy="9.500" r="2.500" />
  </>,
);
export const CalendarIcon = icon(
  'CalendarIcon',
  <path d="M7 3v3m10-3v3M4 9.500h16M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z" />,
);
export const ClockIcon = icon(
  'ClockIcon',
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 7.500V12l3 2" />
  </>,
);
export const TicketIcon = icon(
  'TicketIcon',
  <path d="M4 6h16a1 1 0 0 1 1 1v2.800a2.300 2.300 0 0 0 0 4.400V17a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-2.800a2.300 2.300 0 0 0 0-4.400V7a1 1 0 0 1 1-1Zm10.500.5v2m0 2.500v2m0 2.500v2" />,
);
export const PersonIcon = icon(
  'PersonIcon',
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6" />
  </>,
);
export const CheckIcon = icon('CheckIcon', <path d="m5 12.500 4.500 4.500L19 7.500" />);
export const CrossIcon = icon('CrossIcon', <path d="m6.500 6.500 11 11m0-11-11 11" />);
export const WarningIcon = icon(
  'WarningIcon',
  <path d="M12 4 2.800 19.500h18.400L12 4Zm0 6v4.500m0 2.600v.1" />,
);
export const MinusIcon = icon('MinusIcon', <path d="M6 12h12" />);
export const PlusIcon = icon('PlusIcon', <path d="M12 6v12M6 12h12" />);
export const ArrowIcon = icon('ArrowIcon', <path d="M5 12h14m-5.500-5.500L19 12l-5.500 5.500" />);
export const DownloadIcon = icon(
  'DownloadIcon',
  <path d="M12 4v11m-4.500-4L12 15.500 16.500 11M5 20h14" />,
);
export const SunIcon = icon(
  'SunIcon',
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v1.500m0 15V21M3 12h1.500m15 0H21M5.600 5.600l1.100 1.100m10.600 10.600 1.100 1.100m0-12.800-1.100 1.100M6.700 17.300l-1.100 1.100" />
  </>,
);
export const MoonIcon = icon(
  'MoonIcon',
  <path d="M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500Z" />,
);
export const LightIcon = icon(
  'LightIcon',
  <path d="M9 14.500a5.500 5.500 0 1 1 6 0V17H9v-2.500ZM9.500 20.500h5" />,
);
export const SoundIcon = icon(
  'SoundIcon',
  <path d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500H4Zm12-1a5 5 0 0 1 0 7m2.500-10a9 9 0 0 1 0 13" />,
);
export const SilentIcon = icon(
  'SilentIcon',
  <path d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500H4Zm12 0 5 5m0-5-5 5" />,
);
export const ScanIcon = icon(
  'ScanIcon',
  <path d="M4 8V5.500A1.500 1.500 0 0 1 5.500 4H8m8 0h2.500A1.500 1.500 0 0 1 20 5.500V8m0 8v2.500a1.500 1.500 0 0 1-1.500 1.500H16m-8 0H5.500A1.500 1.500 0 0 1 4 18.500V16m0-4h16" />,
);
