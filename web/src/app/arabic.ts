/** Arabic words of the application. */
export const arabic = {};
