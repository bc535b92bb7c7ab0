package io.tidemark.server.http.movements;

import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.server.http.problem.Problem;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sequence of messages that are applied each on its own. Used by one thread. */
interface Messages {

    /**
     * The next message, or {@code null} after the last.
     *
     * @throws IOException if there are more that cannot be read
     */
    @Nullable
    Message next() throws IOException;

    /** One message. */
    sealed interface Message {

        /** Bytes that it takes up while it is under way; 0 when somebody else counts them. */
        int bytes();

        /**
         * A message that can be sent.
         *
         * @param message the message; one of no import counts as the first of its kind
         * @param bytes bytes of its document
         * @param place name and value of the field that tells where it was, in problems
         */
        record Sendable(ImportedMessage message, int bytes, Place place) implements Message {

            /** The command that it is. */
            MovementCommand command() {
                return message.command();
            }

            /**
             * What must not change places with another message that shares it: the accounts, and the ref, of which the
             * first message that has it must be the one that is applied. The issuer of a grant has no state.
             */
            Set<String> ordering() {
                Set<String> shared = new HashSet<>();
                switch (command()) {
                    case GrantCredits grant -> grant.items().forEach(item -> shared.add(account(item.account())));
                    case SpendCredits spend -> spend.items().forEach(item -> shared.add(account(item.account())));
                    case TransferCredits transfer -> {
                        shared.add(account(transfer.from()));
                        transfer.items().forEach(item -> shared.add(account(item.to())));
                    }
                }
                shared.add("ref " + command().ref());
                return shared;
            }

            private static String account(String id) {
                return "account " + id;
            }
        }

        /**
         * A message that cannot be sent.
         *
         * @param ref its ref, if that much could be read
         * @param problem what is wrong with it
         * @param place name and value of the field that tells where it was
         */
        record Unreadable(@Nullable String ref, Problem problem, Place place) implements Message {
            @Override
            public int bytes() {
                return 0;
            }
        }
    }

    /**
     * Where a message was among the others.
     *
     * @param name {@code line}, from 1, or {@code index}, from 0
     * @param value which one
     */
    record Place(String name, long value) {}
}
