/** Packages of apps: `.msapp` files, exported solutions, archives of folders. Loaded by those who open or make one. */
export { openPackage, type AppPackage, type OpenedPackage } from './open-package.ts';
export { mediaNames, mediaType, RESOURCES, type MediaFile } from './media.ts';
export { packageLimits, type PackageLimits } from './zip-directory.ts';
export { zip, type FileToPack } from './zip.ts';
