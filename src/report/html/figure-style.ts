/** Drawings are made on white, which they keep in the dark as a card. */
export const FIGURE_STYLE = `
figure { margin: 1.2rem 0 1rem; }
.drawing {
  background: #ffffff; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.5rem;
  overflow-x: auto; width: fit-content; max-width: 100%;
}
.drawing svg { display: block; max-width: 100%; min-width: var(--least); height: auto; }
figcaption {
  color: var(--quiet); font-size: 0.95rem; line-height: 1.45; margin-top: 0.6rem;
  max-width: 58ch; text-wrap: pretty;
}
@media screen and (prefers-color-scheme: dark) { .drawing { filter: brightness(0.92); } }
.hint { display: none; color: var(--quiet); font-size: 0.85rem; margin: 0.4rem 0 0; }
@media (max-width: 720px) {
  .hint { display: block; }
  .drawing { margin-inline: -0.4rem; max-width: calc(100% + 0.8rem); }
}
`;
