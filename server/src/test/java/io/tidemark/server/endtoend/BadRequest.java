package io.tidemark.server.endtoend;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A request that must not have an effect.
 *
 * @param name what is wrong with it
 * @param path where it goes
 * @param complete makes the request
 * @param status of the answer
 * @param problem last part of the problem's type
 * @param json the body if it is a JSON object, to be sent among other messages too; else empty
 */
record BadRequest(
        String name, String path, Consumer<HttpRequest.Builder> complete, int status, String problem, String json) {

    /** A JSON object that is posted. */
    static BadRequest message(String name, String kind, String json, int status, String problem) {
        return new BadRequest(
                name,
                "/v1/" + kind + "s",
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)),
                status,
                problem,
                "{\"kind\":\"" + kind + "\"," + json.substring(1));
    }

    /** Bytes that are posted as JSON, each character one of them. */
    static BadRequest document(String name, String latin1, int status, String problem) {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return new BadRequest(
                name,
                "/v1/spends",
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(bytes)),
                status,
                problem,
                "");
    }

    /** Something else. */
    static BadRequest other(
            String name, String path, int status, String problem, Consumer<HttpRequest.Builder> complete) {
        return new BadRequest(name, path, complete, status, problem, "");
    }

    @Override
    public String toString() {
        return name;
    }
}
