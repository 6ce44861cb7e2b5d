/** The look of the application in Mantine's terms; what Mantine has no name for is in tokens.css. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const cobalt: MantineColorsTuple = [
  '#eef1ff',
  '#dce2ff',
  '#bcc7ff',
  '#9cadff',
  '#7088ff',
  '#4a61f5',
  '#2a43e0',
  '#2238c4',
  '#1b2d9e',
  '#15247d',
];

// From text to ground: Mantine's own are neutral grey, and our dark is ink.
const dark: MantineColorsTuple = [
  '#eceef2',
  '#c3c8d2',
  '#a5abb8',
  '#969caa',
  '#3a404d',
  '#2a2f3a',
  '#1b1f27',
  '#0f1115',
  '#0b0d10',
  '#07080a',
];

export const theme = createTheme({
  colors: { cobalt, dark },
  primaryColor: 'cobalt',
  primaryShade: { light: 6, dark: 5 },
  white: '#ffffff',
  black: '#16181d',
  fontFamily: 'var(--text)',
  headings: {
    fontFamily: 'var(--display)',
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h2: { fontSize: 'clamp(1.3rem, 1.15rem + 0.7vw, 1.6rem)', lineHeight: '1.2' },
      h3: { fontSize: '1.125rem', lineHeight: '1.3' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '8px', md: '12px', lg: '18px', xl: '28px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // A finger needs 44 pixels, and a long label two lines on a small phone.
    Button: {
      defaultProps: { size: 'md' },
      styles: {
        root: { height: 'auto', minHeight: 'max(44px, var(--button-height))' },
        // A link is no button to the browser, which centres the words of those alone; two pixels are the edge.
        inner: { minHeight: 'calc(max(44px, var(--button-height)) - 2px)' },
        label: { whiteSpace: 'normal' },
      },
    },
    ActionIcon: { defaultProps: { size: 44, variant: 'subtle', color: 'gray' } },
    SegmentedControl: { styles: { label: { minHeight: 36, paddingBlock: 7 } } },
    Input: {
      // An edge that can be seen, in both schemes.
      vars: () => ({ wrapper: { '--input-bd': 'var(--field-line)' } }),
    },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
  },
});

/** Mantine's own greys and reds do not reach a contrast of 4.5 on our grounds. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfaf7',
    '--mantine-color-dimmed': '#585d68',
    '--mantine-color-placeholder': '#6a6f7a',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#2a43e0',
    '--mantine-color-default-border': '#8b8f98',
    '--mantine-color-default-hover': '#f4f2ec',
    '--mantine-color-disabled': '#ecebe6',
    '--mantine-color-disabled-color': '#6a6f7a',
  },
  dark: {
    '--mantine-color-body': '#0f1115',
    '--mantine-color-text': '#eceef2',
    '--mantine-color-bright': '#ffffff',
    '--mantine-color-dimmed': '#a5abb8',
    '--mantine-color-placeholder': '#969caa',
    '--mantine-color-error': '#ff9a91',
    '--mantine-color-anchor': '#9cadff',
    '--mantine-color-default': '#171a21',
    '--mantine-color-default-hover': '#1f232c',
    '--mantine-color-default-border': '#6a7080',
    '--mantine-color-disabled': '#20242d',
    '--mantine-color-disabled-color': '#969caa',
  },
});
