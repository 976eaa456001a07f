/** Something on the command line, or a file that it names. It goes on after the command's name, and repeats nothing that was typed. */
export class UsageError extends Error {}
