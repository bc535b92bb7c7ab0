package io.tidemark.server;

import io.tidemark.server.cli.Terminal;
import io.tidemark.server.cli.TidemarkCli;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Main class of the runnable jar: the command line, and the application that its commands start. */
@SpringBootApplication(proxyBeanMethods = false)
public class TidemarkServer {

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(TidemarkCli.run(args, Terminal.ofProcess(), System.getenv()));
    }
}
