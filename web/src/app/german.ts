/** German words of the application. */
export const german = {};
