package io.tidemark.config;

import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.DrainPolicy;
import io.tidemark.command.domain.Rules;
import io.tidemark.journal.JournalSettings;
import io.tidemark.messages.Limits;
import io.tidemark.projection.store.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may set, under {@code tidemark.}.
 *
 * @param data directory of the embedded database and everything else that is kept
 * @param database the database; embedded unless a URL is set
 * @param drain which lot is drained first
 * @param issuers who may create credit; empty for anybody
 * @param limits what one message may carry
 * @param commands how much the command side takes on
 * @param journal bounds of the journal's work
 * @param reads how patient reads are
 * @param projections how much projections keep in memory
 */
@ConfigurationProperties("tidemark")
public record TidemarkProperties(
        @DefaultValue("data") Path data,
        @DefaultValue Database database,
        @DefaultValue Drain drain,
        @DefaultValue List<String> issuers,
        @DefaultValue MessageLimits limits,
        @DefaultValue Commands commands,
        @DefaultValue Journal journal,
        @DefaultValue Reads reads,
        @DefaultValue Projections projections) {

    /** The rules that the domain decides by. */
    public Rules rules() {
        return new Rules(
                new DrainPolicy(drain.policy, drain.cutover),
                Set.copyOf(issuers),
                new Limits(
                        limits.itemsPerMessage,
                        limits.idLength,
                        limits.metadataKeys,
                        limits.metadataKeyLength,
                        limits.metadataValueLength));
    }

    /**
     * Where the ledger is stored.
     *
     * @param url JDBC URL of a PostgreSQL server; {@code null} for the embedded one
     * @param user its user
     * @param password the user's password
     * @param poolSize most connections
     * @param acceptWeakDurability takes commands although the database may lose what it has acknowledged
     */
    public record Database(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("16") int poolSize,
            @DefaultValue("false") boolean acceptWeakDurability) {}

    /**
     * Which lot is drained first.
     *
     * @param policy the order when there is no cutover
     * @param cutover movements with an effective time before it drain emission first, all others expiration first
     */
    public record Drain(
            @DefaultValue("EXPIRATION_FIRST") DrainOrder policy,
            @Nullable Instant cutover) {}

    /**
     * What one message may carry.
     *
     * @param itemsPerMessage most items
     * @param idLength most characters of an account id or a ref
     * @param metadataKeys most keys of one metadata map
     * @param metadataKeyLength most characters of a metadata key
     * @param metadataValueLength most characters of a metadata value
     */
    public record MessageLimits(
            @DefaultValue("10000") int itemsPerMessage,
            @DefaultValue("256") int idLength,
            @DefaultValue("64") int metadataKeys,
            @DefaultValue("64") int metadataKeyLength,
            @DefaultValue("1024") int metadataValueLength) {}

    /**
     * How much the command side takes on.
     *
     * @param inProgress most commands in progress
     * @param attempts most attempts of one message that others overtake
     * @param rememberedRefs recorded refs kept in memory
     * @param lockTimeout how long a command waits for an account
     * @param cachedAccounts accounts kept in memory
     * @param snapshotEvery events of an account after which a snapshot of it is taken, more if it has many lots
     */
    public record Commands(
            @DefaultValue("20000") int inProgress,
            @DefaultValue("200") int attempts,
            @DefaultValue("200000") int rememberedRefs,
            @DefaultValue("30s") Duration lockTimeout,
            @DefaultValue("100000") int cachedAccounts,
            @DefaultValue("500") int snapshotEvery) {}

    /**
     * Bounds of the journal's work; see {@link JournalSettings}.
     *
     * @param groupRows most event rows in one group
     * @param waitingAppends most appends that wait
     * @param appendDeadline how long an append waits for a database that is away
     * @param socketTimeout how long the writer waits for an answer
     * @param idleInTransaction after how long the database ends an abandoned transaction of a writer
     * @param pageRows rows that a reader fetches at a time
     */
    public record Journal(
            @DefaultValue("4000") int groupRows,
            @DefaultValue("20000") int waitingAppends,
            @DefaultValue("20s") Duration appendDeadline,
            @DefaultValue("15s") Duration socketTimeout,
            @DefaultValue("5s") Duration idleInTransaction,
            @DefaultValue("1000") int pageRows) {}

    /**
     * How patient reads are.
     *
     * @param patience how long a read waits for the seq it asks for
     */
    public record Reads(@DefaultValue("5s") Duration patience) {}

    /**
     * How much each projection keeps in memory, and for how long. A rebuild beside it takes as much again.
     *
     * @param objectsTarget rows; a batch may exceed it
     * @param bytesTarget estimated bytes of those rows; 0 for an eighth of the heap
     * @param writeInterval shortest time between two writes that no read waits for, while changes keep coming
     * @param quietInterval time without a change after which those that wait are written
     * @param rebuildShare of the time in which a rebuild works while commands or queries come
     * @param valuation what lots are worth in another currency
     */
    public record Projections(
            @DefaultValue("1000000") long objectsTarget,
            @DefaultValue("0") long bytesTarget,
            @DefaultValue("250ms") Duration writeInterval,
            @DefaultValue("20ms") Duration quietInterval,
            @DefaultValue("0.2") double rebuildShare,
            @DefaultValue Valuation valuation) {

        /** The settings of a store that follows the journal. */
        public StoreSettings storeSettings() {
            return StoreSettings.live()
                    .within(objectsTarget, bytesTarget)
                    .withWriteIntervals(writeInterval, quietInterval);
        }
    }

    /**
     * Whom to ask what lots are worth. Off unless there is a currency.
     *
     * @param currency the currency of the values; {@code null} for none
     * @param endpoint who knows prices
     * @param interval prices are of the beginning of an interval of this length
     * @param timeout how long a call may take
     * @param callsPerSecond most calls in a second
     * @param attempts calls for one price before the projection waits
     */
    public record Valuation(
            @Nullable String currency,
            @Nullable URI endpoint,
            @DefaultValue("1h") Duration interval,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue("20") int callsPerSecond,
            @DefaultValue("4") int attempts) {}

    /** The bounds of the journal's work, as the journal takes them. */
    public JournalSettings journalSettings() {
        return new JournalSettings(
                journal.groupRows,
                journal.waitingAppends,
                journal.appendDeadline,
                journal.socketTimeout,
                journal.idleInTransaction,
                2 * commands.cachedAccounts,
                journal.pageRows);
    }
}
