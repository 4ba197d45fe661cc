/**
 * The Cholesky factor L of a symmetric positive definite matrix A = L Lᵀ that gains and loses rows: k² / 2
 * multiplications to append one, at most 2 k² to remove one.
 */
export class GrowingCholesky {
  /** Row i of L: i + 1 entries. */
  private readonly rows: Float64Array[] = [];

  get size(): number {
    return this.rows.length;
  }

  /** L⁻¹ v. For the products v of a new row with those inside, diagonal - ‖L⁻¹ v‖² is its squared distance to them. */
  forward(v: ArrayLike<number>): Float64Array {
    const x = new Float64Array(this.size);
    for (let i = 0; i < x.length; i++) {
      const row = this.rows[i];
      let sum = v[i];
      for (let k = 0; k < i; k++) sum -= row[k] * x[k];
      x[i] = sum / row[i];
    }
    return x;
  }

  /** L⁻ᵀ v. */
  backward(v: Float64Array): Float64Array {
    const x = v.slice();
    for (let i = x.length - 1; i >= 0; i--) {
      const row = this.rows[i];
      x[i] /= row[i];
      for (let k = 0; k < i; k++) x[k] -= row[k] * x[i];
    }
    return x;
  }

  /** A⁻¹ v. */
  solve(v: ArrayLike<number>): Float64Array {
    return this.backward(this.forward(v));
  }

  /**
   * Appends a row and column to A.
   * @param projection `forward` of its products with the rows inside
   * @param left its squared distance to their span, above 0
   */
  append(projection: Float64Array, left: number): void {
    const row = new Float64Array(this.size + 1);
    row.set(projection);
    row[this.size] = Math.sqrt(left);
    this.rows.push(row);
  }

  /** Removes row and column `index` of A: the rows below are rotated back to a triangle. */
  remove(index: number): void {
    this.rows.splice(index, 1);
    for (let k = index; k < this.size; k++) {
      const [a, b] = [this.rows[k][k], this.rows[k][k + 1]];
      const length = Math.hypot(a, b);
      for (let i = k; i < this.size; i++) rotate(this.rows[i], k, a / length, b / length);
      this.rows[k] = this.rows[k].subarray(0, k + 1);
    }
  }
}

/** Turns the entries k and k + 1 of a row in their plane. */
function rotate(row: Float64Array, k: number, cosine: number, sine: number): void {
  const [a, b] = [row[k], row[k + 1]];
  row[k] = cosine * a + sine * b;
  row[k + 1] = cosine * b - sine * a;
}
