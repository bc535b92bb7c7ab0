package io.tidemark.projection.store.protocol;

import io.tidemark.projection.store.protocol.SwapState.Follower;
import io.tidemark.projection.store.protocol.SwapState.Generation;
import io.tidemark.projection.store.protocol.SwapState.Stage;
import io.tidemark.projection.store.protocol.SwapState.Standing;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a generation that was built beside the live one takes its place, while whoever writes the live rows goes on: with
 * crashes and a lost connection at any step. That a generation's rows are what its watermark says is the matter of {@link
 * FlushModel}; here a write is one more event. Rules can be left out.
 */
final class SwapModel implements Model<SwapState> {

    /** What the swap obeys. */
    enum Rule {
        /** The live position is held from before it is read until the swap is committed. */
        HOLD_LIVE_POSITION,
        /** The built rows show at least what the live ones do before they take their place. */
        CATCH_UP,
        /** Retiring a generation ends its owner's epoch. */
        RETIRE_ENDS_EPOCH,
        /** One transaction retires the old generation and makes the new one live. */
        ONE_TRANSACTION,
        /** A generation that is retired by the time of the claim is not claimed. */
        CLAIM_NOT_RETIRED
    }

    private final int events;
    private final int faults;
    private final Set<Rule> without;

    SwapModel(int events, int faults, Set<Rule> without) {
        this.events = events;
        this.faults = faults;
        this.without = without;
    }

    @Override
    public SwapState initial() {
        return new SwapState(
                new Generation(Standing.LIVE, 0, 0),
                new Generation(Standing.BUILDING, 0, 1),
                Follower.OFF,
                1,
                Stage.NONE,
                0,
                faults);
    }

    @Override
    public void steps(SwapState state, Steps<SwapState> steps) {
        if (state.follower().isWriting()) {
            commitFollower(state, steps);
        } else if (state.follower().epoch() > 0) {
            beginWrite(state, steps);
        } else {
            claim(state, steps);
        }
        if (state.follower().epoch() > 0 && state.faults() > 0) {
            steps.free(() -> "follower: crashes", state.with(Follower.OFF).faulty());
        }
        build(state, steps);
        swap(state, steps);
    }

    private void claim(SwapState state, Steps<SwapState> steps) {
        int chosen = state.follower().generation();
        if (chosen == 0) {
            for (int g = 1; g <= 2; g++) {
                int live = g;
                if (state.generation(g).standing() == Standing.LIVE) {
                    steps.fair(() -> "follower: finds generation " + live + " live", state.with(Follower.chose(live)));
                }
            }
        } else if (!state.isHeld(chosen)) {
            Generation generation = state.generation(chosen);
            if (generation.standing() == Standing.RETIRED && !without.contains(Rule.CLAIM_NOT_RETIRED)) {
                steps.fair(() -> "follower: finds generation " + chosen + " retired", state.with(Follower.OFF));
            } else {
                Generation claimed = generation.claimed();
                steps.fair(
                        () -> "follower: claims generation " + chosen + " at watermark " + claimed.watermark(),
                        state.with(chosen, claimed)
                                .with(new Follower(chosen, claimed.epoch(), claimed.watermark(), false)));
            }
        }
    }

    private void beginWrite(SwapState state, Steps<SwapState> steps) {
        Follower follower = state.follower();
        Generation generation = state.generation(follower.generation());
        if (follower.committed() == events || state.isHeld(follower.generation())) {
            return;
        }
        if (generation.epoch() == follower.epoch() && generation.watermark() == follower.committed()) {
            steps.fair(
                    () -> "follower: passes the fence of generation " + follower.generation(),
                    state.with(new Follower(follower.generation(), follower.epoch(), follower.committed(), true)));
        } else {
            steps.fair(() -> "follower: is stopped at the fence", state.with(Follower.OFF));
        }
    }

    private void commitFollower(SwapState state, Steps<SwapState> steps) {
        Follower follower = state.follower();
        int seq = follower.committed() + 1;
        Generation generation = state.generation(follower.generation());
        steps.fair(
                () -> "follower: commits event " + seq + " in generation " + follower.generation(),
                state.with(follower.generation(), new Generation(generation.standing(), seq, generation.epoch()))
                        .with(new Follower(follower.generation(), follower.epoch(), seq, false)));
    }

    private void build(SwapState state, Steps<SwapState> steps) {
        Generation built = state.built();
        boolean isBuilding = built.standing() == Standing.BUILDING && !state.isHeld(2);
        if (state.builder() == 0 && isBuilding) {
            Generation claimed = built.claimed();
            steps.fair(
                    () -> "builder: takes the build up again at watermark " + claimed.watermark(),
                    state.with(2, claimed).building(claimed.epoch(), Stage.NONE, 0));
        } else if (state.builder() == built.epoch() && isBuilding && built.watermark() < events) {
            Generation more = new Generation(built.standing(), built.watermark() + 1, built.epoch());
            steps.fair(() -> "builder: commits event " + more.watermark() + " in generation 2", state.with(2, more));
        }
        if (state.builder() > 0 && state.faults() > 0) {
            Stage left = state.stage() == Stage.COMMIT ? Stage.ORPHAN : Stage.NONE;
            int target = left == Stage.ORPHAN ? state.target() : 0;
            steps.free(() -> "builder: crashes", state.building(0, left, target).faulty());
            if (state.stage() == Stage.COMMIT) {
                steps.free(
                        () -> "builder: loses the connection of the swap, and stops",
                        state.building(0, Stage.ORPHAN, state.target()).faulty());
            }
        }
    }

    private void swap(SwapState state, Steps<SwapState> steps) {
        boolean isHolding = !without.contains(Rule.HOLD_LIVE_POSITION);
        switch (state.stage()) {
            case NONE -> {
                boolean isHeld =
                        state.follower().isWriting() && state.follower().generation() == 1;
                if (state.builder() > 0 && state.built().standing() == Standing.BUILDING && !(isHolding && isHeld)) {
                    int target = state.live().watermark();
                    Stage next = isHolding ? Stage.LOCKED : Stage.READ;
                    steps.fair(
                            () -> "swap: " + (isHolding ? "locks" : "reads") + " the live position, watermark "
                                    + target,
                            state.building(state.builder(), next, target));
                }
            }
            case LOCKED, READ -> {
                if (state.built().watermark() >= state.target() || without.contains(Rule.CATCH_UP)) {
                    steps.fair(
                            () -> "swap: asks for the commit",
                            state.building(state.builder(), Stage.COMMIT, state.target()));
                }
            }
            case COMMIT, ORPHAN -> {
                finish(state, steps);
                if (state.stage() == Stage.ORPHAN) {
                    steps.fair(() -> "swap: is rolled back", state.building(0, Stage.NONE, 0));
                }
            }
            case HALF -> steps.fair(() -> "swap: makes generation 2 live", promoted(state));
        }
    }

    private void finish(SwapState state, Steps<SwapState> steps) {
        Generation old = state.old();
        int epoch = without.contains(Rule.RETIRE_ENDS_EPOCH) ? old.epoch() : old.epoch() + 1;
        SwapState retired = state.with(1, new Generation(Standing.RETIRED, old.watermark(), epoch));
        if (without.contains(Rule.ONE_TRANSACTION)) {
            steps.fair(() -> "swap: retires generation 1", retired.building(state.builder(), Stage.HALF, 0));
        } else {
            steps.fair(() -> "swap: commits", promoted(retired));
        }
    }

    private static SwapState promoted(SwapState state) {
        Generation built = state.built();
        return state.with(2, new Generation(Standing.LIVE, built.watermark(), built.epoch()))
                .building(0, Stage.NONE, 0);
    }

    @Override
    public @Nullable String broken(SwapState before, SwapState after) {
        if ((after.old().standing() == Standing.LIVE) == (after.built().standing() == Standing.LIVE)) {
            return "ONE_IS_LIVE: the generations are " + after.old().standing() + " and "
                    + after.built().standing();
        }
        if (after.live().watermark() < before.live().watermark()) {
            return "WATERMARK_GROWS: readers see the watermark go back from "
                    + before.live().watermark() + " to " + after.live().watermark();
        }
        if (before.old().standing() == Standing.RETIRED
                && before.old().watermark() != after.old().watermark()) {
            return "RETIRED_IS_LEFT_ALONE: rows are written that nobody reads";
        }
        return after.follower().committed() > after.live().watermark()
                ? "COMMITTED_IS_SHOWN: the follower takes seq "
                        + after.follower().committed() + " for durable, and readers see "
                        + after.live().watermark()
                : null;
    }

    @Override
    public boolean isFinished(SwapState state) {
        return state.built().standing() == Standing.LIVE && state.live().watermark() == events;
    }

    @Override
    public String show(SwapState state) {
        return "| 1: " + state.old() + "  2: " + state.built();
    }
}
