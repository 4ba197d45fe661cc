/** What begins each row: which model, at which revision, and with untrained models in the run, which of both it is. */
export interface Identity {
  model: string;
  revision: string | null;
  weights?: 'trained' | 'untrained';
}

/** The first columns of every command that runs models. */
export function identityColumns(control: boolean): string[] {
  return control ? ['model', 'revision', 'weights', 'layer'] : ['model', 'revision', 'layer'];
}
