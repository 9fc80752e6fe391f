/** Why a package, or one file in it, cannot be read. Thrown inside of this folder; hosts get diagnostics. */
export class PackageError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const damaged = (what: string): PackageError =>
  new PackageError('PackageDamaged', `${what} Download the package again, or export it again from where it was made.`);
