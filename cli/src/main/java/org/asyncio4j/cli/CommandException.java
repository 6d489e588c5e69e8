package org.asyncio4j.cli;

/** Ends the command with a message of one line and an exit status. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private CommandException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The command itself is wrong: status 2. */
    static CommandException usage(String message) {
        return new CommandException(2, message);
    }

    /** The program is: status 1. */
    static CommandException program(String message) {
        return new CommandException(1, message);
    }

    int status() {
        return status;
    }
}
