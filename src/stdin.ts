/** Whether a path names standard input: `-`, or what systems call it; a socket cannot be opened by such a name. */
export function isStdin(path: string): boolean {
  return /^(-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(path);
}
