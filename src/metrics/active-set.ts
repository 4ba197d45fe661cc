import { GrowingCholesky } from '../linalg/growing-cholesky.ts';
import { dot } from '../linalg/vector.ts';
import { type LassoProblem, type LassoState, shift, stateAt } from './lasso-problem.ts';

/** A row whose squared distance to the span of the active ones is this share of its length lies in their span. */
const DEPENDENT = 1e-13;
/** What rounding leaves of a gradient, in units of 1 + ‖b‖₁. */
const ROUNDING = 1e-14;

/** The rows of a Lasso with coefficients that are not 0: kept independent, so that one Cholesky solves for them. */
export class ActiveSet {
  private readonly active: number[] = [];
  private readonly factor = new GrowingCholesky();
  private readonly problem: LassoProblem;
  private readonly state: LassoState;
  private readonly threshold: number;

  constructor(problem: LassoProblem, state: LassoState, threshold: number) {
    this.problem = problem;
    this.state = state;
    this.threshold = threshold;
    const { coefficients } = state;
    const order = [...coefficients.keys()].filter((j) => coefficients[j] !== 0);
    order.sort((i, j) => Math.abs(coefficients[j]) - Math.abs(coefficients[i]) || i - j);
    for (const j of order) if (!this.append(j)) coefficients[j] = 0;
    this.refresh();
  }

  /** Solves for the active coefficients, dropping each that changes its sign on the way; gives the moves made. */
  settle(): number {
    for (let moves = 1; ; moves++) {
      const { coefficients, gradient } = this.state;
      const pulls = this.active.map((j) => gradient[j] - this.threshold * Math.sign(coefficients[j]));
      const direction = this.factor.solve(pulls);
      const { length, index } = this.firstZero(direction, 1);
      this.move(direction, length);
      if (index < 0) {
        this.refresh();
        return moves;
      }
      this.drop(index);
    }
  }

  /** The inactive row whose gradient exceeds λ/2 most, the first of equal ones; -1 where none does. */
  mostViolating(): number {
    const { coefficients, gradient } = this.state;
    const slack = ROUNDING * (1 + coefficients.reduce((sum, value) => sum + Math.abs(value), 0));
    let [found, most] = [-1, this.threshold];
    for (let j = 0; j < gradient.length; j++)
      if (coefficients[j] === 0 && Math.abs(gradient[j]) > most + slack)
        [found, most] = [j, Math.abs(gradient[j])];
    return found;
  }

  /**
   * Moves the coefficient of row j away from 0 while the others adapt, to the best point or to where another
   * coefficient reaches 0 and is dropped.
   */
  enter(j: number): 'entered' | 'swapped' | 'stuck' {
    const projection = this.project(j);
    const left = this.left(j, projection);
    const sign = Math.sign(this.state.gradient[j]);
    const direction = this.factor.backward(projection).map((value) => -sign * value);
    const violation = Math.abs(this.state.gradient[j]) - this.threshold;
    const best = this.isDependent(j, left) ? Number.POSITIVE_INFINITY : violation / left;
    const { length, index } = this.firstZero(direction, best);
    if (!Number.isFinite(length)) return 'stuck';
    this.move(direction, length);
    shift(this.problem, this.state, j, sign * length);
    if (index >= 0) this.drop(index);
    if (!this.append(j)) return 'stuck';
    return index >= 0 ? 'swapped' : 'entered';
  }

  /** How far one can go along `direction`, at most `limit`, and which active coefficient reaches 0 there (-1: none). */
  private firstZero(direction: Float64Array, limit: number): { length: number; index: number } {
    let [length, index] = [limit, -1];
    direction.forEach((change, i) => {
      const value = this.state.coefficients[this.active[i]];
      if (change * value < 0 && -value / change <= length) [length, index] = [-value / change, i];
    });
    return { length, index };
  }

  private move(direction: Float64Array, length: number): void {
    direction.forEach((change, i) => {
      if (change !== 0) shift(this.problem, this.state, this.active[i], length * change);
    });
  }

  private drop(index: number): void {
    const j = this.active[index];
    shift(this.problem, this.state, j, -this.state.coefficients[j]);
    this.state.coefficients[j] = 0;
    this.active.splice(index, 1);
    this.factor.remove(index);
  }

  /** Makes row j active unless it lies in the span of those that are. */
  private append(j: number): boolean {
    const projection = this.project(j);
    const left = this.left(j, projection);
    if (this.isDependent(j, left)) return false;
    this.active.push(j);
    this.factor.append(projection, left);
    return true;
  }

  private project(j: number): Float64Array {
    const { Q, stride } = this.problem;
    return this.factor.forward(this.active.map((i) => Q[j * stride + i]));
  }

  /** The squared distance of row j to the span of the active ones. */
  private left(j: number, projection: Float64Array): number {
    return this.problem.Q[j * (this.problem.stride + 1)] - dot(projection, projection);
  }

  private isDependent(j: number, left: number): boolean {
    return !(left > DEPENDENT * this.problem.Q[j * (this.problem.stride + 1)]);
  }

  /** Computes the gradient anew. */
  private refresh(): void {
    this.state.gradient.set(stateAt(this.problem, this.state.coefficients).gradient);
  }
}
