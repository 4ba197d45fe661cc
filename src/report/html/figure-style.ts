/** Up to this width of the window, in pixels, the layout for phones is shown. */
const PHONE = 640;

/** Drawings are made on white, which they keep in the dark as a card. They scale with the column, up to a third larger. */
export const FIGURE_STYLE = `
figure { margin: 1.4rem 0 1.2rem; }
figure h3 { margin: 0 0 0.5rem; }
.drawing {
  background: #ffffff; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.5rem;
  width: 100%; max-width: calc(1.33 * var(--natural) + 1.1rem);
}
.drawing + .drawing.wide { margin-top: 0.7rem; }
.drawing svg { display: block; width: 100%; height: auto; }
.drawing.narrow { display: none; }
figcaption {
  color: var(--quiet); font-size: 0.95rem; line-height: 1.45; margin-top: 0.6rem;
  max-width: 62ch; text-wrap: pretty;
}
figcaption .files { display: block; font-size: 0.9rem; }
@media screen and (prefers-color-scheme: dark) { .drawing { filter: brightness(0.92); } }
@media screen and (max-width: ${PHONE}px) {
  .drawing.wide { display: none; }
  .drawing.narrow { display: block; margin-inline: -0.4rem; width: calc(100% + 0.8rem); padding: 0.2rem; }
}
`;

/** A frame, a line above and a line below can be told apart without their colours, and together. */
export const SENTENCE_STYLE = `
.sentence { margin: 0 0 1.2rem; }
.sentence h3 { margin: 0 0 0.2rem; font-size: 1rem; }
.marked { line-height: 2.1; max-width: 70ch; margin: 0; font-size: 1.08rem; }
mark { background: none; color: inherit; padding: 0.1em 0.06em; border-block: 3px solid transparent; }
mark.lasso { border-block-start-color: var(--lasso); }
mark.attention { border-block-end: 3px double var(--attention); }
mark.target { outline: 2px solid var(--ink); margin-inline: 0.15em; padding-inline: 0.1em; border-radius: 0.2em; font-weight: 650; }
.note { color: var(--quiet); font-size: 0.93rem; margin: 0.1rem 0 0; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
