package io.tidemark.messages.refusal;

import io.tidemark.messages.MovementKind;
import java.time.Instant;

/**
 * Why a message was refused. A closed list. What is wrong with the message itself comes first: its own fields, then its
 * items in order, then the issuer. What stands against it in the accounts comes after: too little credit, then no room,
 * each in the order of the items. A {@link RefConflict} comes before all of them but an invalid ref.
 */
public sealed interface Refusal {

    /** The stable last part of the problem type, such as {@code insufficient-credit}. */
    String type();

    /** One sentence for people, with the ids and numbers. */
    String detail();

    /**
     * A field other than an account or an amount holds what the ledger cannot take.
     *
     * @param type {@code invalid-ref}, {@code invalid-currency}, {@code invalid-time}, {@code invalid-metadata},
     *     {@code no-items} or {@code too-many-items}
     * @param field path of the field, such as {@code items[3].currency}
     * @param detail what is wrong with it
     */
    record InvalidField(String type, String field, String detail) implements Refusal {}

    /**
     * An account id is empty, too long, not storable, reserved, or both ends of a transfer.
     *
     * @param account the id as it was sent
     * @param field path of the field
     * @param detail what is wrong with it
     */
    record InvalidAccount(String account, String field, String detail) implements Refusal {
        @Override
        public String type() {
            return "invalid-account";
        }
    }

    /**
     * Issuers are configured and the message's issuer is not one of them.
     *
     * @param issuer the issuer as it was sent
     */
    record NotAnIssuer(String issuer) implements Refusal {
        @Override
        public String type() {
            return "not-an-issuer";
        }

        @Override
        public String detail() {
            return "'" + issuer + "' is not one of the configured issuers";
        }
    }

    /**
     * The ref already names another message.
     *
     * @param ref the ref
     * @param recordedKind kind of the message that has it
     * @param seqFrom seq of that message's first event
     * @param seqTo seq of that message's last event
     * @param recordedAt when the journal took it
     */
    record RefConflict(String ref, MovementKind recordedKind, long seqFrom, long seqTo, Instant recordedAt)
            implements Refusal {
        @Override
        public String type() {
            return "ref-conflict";
        }

        @Override
        public String detail() {
            return "ref '" + ref + "' names a " + recordedKind.code() + " with other content, recorded at seq "
                    + seqFrom;
        }
    }

    /**
     * An amount is below 1, or a sum of an account would pass 2^63-1.
     *
     * @param field path of the field
     * @param detail what is wrong with it
     */
    record AmountOutOfRange(String field, String detail) implements Refusal {
        @Override
        public String type() {
            return "amount-out-of-range";
        }
    }

    /**
     * An account has less valid credit than the message asks of it.
     *
     * @param account whose credit is short
     * @param currency of the credit
     * @param requested what the message asks of the account in that currency, all items together
     * @param available what is valid at the message's effective time
     */
    record InsufficientCredit(String account, String currency, long requested, long available) implements Refusal {
        @Override
        public String type() {
            return "insufficient-credit";
        }

        @Override
        public String detail() {
            return "account '" + account + "' has " + available + " " + currency + ", " + requested + " were asked for";
        }
    }
}
