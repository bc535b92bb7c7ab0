package io.tidemark.projection.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;

/**
 * A token store whose token is what a projection has made durable. Axon would store its token when a batch is processed,
 * which is before the rows are durable: a crash in between would lose them. Here storing a token does nothing but keep
 * the claim, and fetching one opens the projection's store and says how far its rows are. Claims are left to another
 * token store. Thread-safe.
 */
public final class ProjectionTokenStore implements TokenStore {

    private final TokenStore claims;
    private final String processor;
    private final LiveProjection<?> projection;
    private final Duration extendAfter;
    private volatile long extendedNanos = System.nanoTime();

    /**
     * A token store.
     *
     * @param claims keeps claims
     * @param processor name of the processor, which has one segment
     * @param projection what it feeds
     * @param extendAfter how often a claim is to be renewed while batches are processed
     */
    public ProjectionTokenStore(
            TokenStore claims, String processor, LiveProjection<?> projection, Duration extendAfter) {
        this.claims = claims;
        this.processor = processor;
        this.projection = projection;
        this.extendAfter = extendAfter;
    }

    @Override
    public void storeToken(@Nullable TrackingToken token, String processorName, int segment) {
        requireProcessor(processorName);
        if (System.nanoTime() - extendedNanos >= extendAfter.toNanos()) {
            extendClaim(processorName, segment);
        }
    }

    @Override
    public @Nullable TrackingToken fetchToken(String processorName, int segment) {
        requireProcessor(processorName);
        claims.fetchToken(processorName, segment);
        return claim(segment);
    }

    @Override
    public @Nullable TrackingToken fetchToken(String processorName, Segment segment) {
        requireProcessor(processorName);
        claims.fetchToken(processorName, segment);
        return claim(segment.getSegmentId());
    }

    private @Nullable TrackingToken claim(int segment) {
        try {
            long committed = projection.claim();
            extendedNanos = System.nanoTime();
            return committed == 0 ? null : new GlobalSequenceTrackingToken(committed);
        } catch (RuntimeException e) {
            claims.releaseClaim(processor, segment);
            throw new UnableToClaimTokenException(e.getMessage());
        }
    }

    private void requireProcessor(String processorName) {
        if (!processor.equals(processorName)) {
            throw new IllegalArgumentException(
                    "this is the token store of '" + processor + "', not of '" + processorName + "'");
        }
    }

    @Override
    public void extendClaim(String processorName, int segment) {
        claims.extendClaim(processorName, segment);
        extendedNanos = System.nanoTime();
    }

    @Override
    public void releaseClaim(String processorName, int segment) {
        requireProcessor(processorName);
        projection.release();
        claims.releaseClaim(processorName, segment);
    }

    @Override
    public void initializeTokenSegments(String processorName, int segmentCount) {
        claims.initializeTokenSegments(processorName, segmentCount);
    }

    @Override
    public void initializeTokenSegments(String processorName, int segmentCount, @Nullable TrackingToken initialToken) {
        claims.initializeTokenSegments(processorName, segmentCount, initialToken);
    }

    @Override
    public void initializeSegment(@Nullable TrackingToken token, String processorName, int segment) {
        claims.initializeSegment(token, processorName, segment);
    }

    @Override
    public void deleteToken(String processorName, int segment) {
        claims.deleteToken(processorName, segment);
    }

    @Override
    public boolean requiresExplicitSegmentInitialization() {
        return claims.requiresExplicitSegmentInitialization();
    }

    @Override
    public int[] fetchSegments(String processorName) {
        return claims.fetchSegments(processorName);
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processorName) {
        return claims.fetchAvailableSegments(processorName);
    }

    @Override
    public Optional<String> retrieveStorageIdentifier() {
        return claims.retrieveStorageIdentifier();
    }
}
