import { escapeControls } from '../visible.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as HTML, for the inside of elements and of quoted attributes; controls are written out. */
export function escapeHtml(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

/** A sentence as HTML: `code` in backticks, and "arXiv 2402.03471" or "arXiv:2402.03471" as a link. */
export function sentenceHtml(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/arXiv[ :](\d{4}\.\d{4,5}(?:v\d+)?)/g, '<a href="https://arxiv.org/abs/$1">arXiv:$1</a>');
}

/** A path relative to the report as a link. */
export function fileLink(path: string): string {
  const href = path.split('/').map(encodeURIComponent).join('/');
  return `<a href="${escapeHtml(href)}">${escapeHtml(path)}</a>`;
}
