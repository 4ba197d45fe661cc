/** Halvings of the angle: more than a float64 can tell apart. */
const HALVINGS = 60;

/**
 * The t below which |T| stays with this probability, T of Student's distribution: t(.975, n) for a share of .95.
 * P(|T| < t) at a whole number of degrees of freedom is a finite sum in the angle atan(t / √n) (Abramowitz and Stegun
 * 26.7.3 and 26.7.4), which is bisected.
 * @param share above 0 and below 1
 * @param degrees of freedom, a whole number from 1 up; cost grows with it
 */
export function studentT(share: number, degrees: number): number {
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}

/** P(|T| < √degrees tan(angle)). */
function shareWithin(angle: number, degrees: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = 0;
  for (let k = isOdd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= ((k - 1) / k) * cosine * cosine;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
