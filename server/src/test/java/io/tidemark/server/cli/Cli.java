package io.tidemark.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines in a test and keeps what they print. */
final class Cli {

    final FakeLedgers ledgers = new FakeLedgers();
    final Map<String, String> environment = new HashMap<>();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String input = "";
    String out = "";
    String err = "";

    int run(String... args) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        bytes.reset();
        Terminal terminal = Terminal.of(input, new PrintWriter(outText), bytes, new PrintWriter(errText));
        int code = TidemarkCli.run(args, terminal, environment, ledgers);
        out = outText.toString();
        err = errText.toString();
        return code;
    }
}
