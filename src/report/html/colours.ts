/** Colours of the page by name: ink on white, and the reverse. */
export const COLOURS = {
  light: {
    ground: '#ffffff',
    raised: '#f4f6f8',
    ink: '#1c2127',
    quiet: '#565e69',
    line: '#d6dbe1',
    link: '#0b57a4',
    holds: '#00684a',
    fails: '#b42318',
    construction: '#3d4b5c',
    untrained: '#8a4b00',
    depends: '#6a34a8',
    undecided: '#5a626d',
    lasso: '#0b57a4',
    attention: '#b3470b',
  },
  dark: {
    ground: '#15181c',
    raised: '#1f242a',
    ink: '#e7eaee',
    quiet: '#a3acb8',
    line: '#39414b',
    link: '#85bbf5',
    holds: '#5fd3a5',
    fails: '#ff9a8f',
    construction: '#b4c2d3',
    untrained: '#f2b56b',
    depends: '#cfa8ff',
    undecided: '#b0b8c3',
    lasso: '#85bbf5',
    attention: '#f2a65b',
  },
};

const asVariables = (colours: Record<string, string>) =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

/** The colours as CSS variables: dark where the reader asks for it, never on paper. */
export const COLOUR_STYLE = `
:root { color-scheme: light; ${asVariables(COLOURS.light)} }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; ${asVariables(COLOURS.dark)} }
}
`;
