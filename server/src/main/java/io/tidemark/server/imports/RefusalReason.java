package io.tidemark.server.imports;

/**
 * Why a line of an import has no effect.
 *
 * @param type stable name of the kind of reason, for counting: a problem type of the ledger such as
 *     {@code insufficient-credit}, or one of the import's own such as {@code invalid-price}
 * @param detail one sentence for people, with the field's name where a field is wrong
 */
public record RefusalReason(String type, String detail) {}
