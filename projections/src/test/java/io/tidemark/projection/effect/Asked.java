package io.tidemark.projection.effect;

/**
 * An event of the test projection: it asks an effect, and writes down the answer.
 *
 * @param effect name of the effect
 * @param input what it asks
 * @param isAnnounced whether it says so in advance
 * @param catches whether it writes down a failure as well
 */
record Asked(String effect, String input, boolean isAnnounced, boolean catches) {

    static Asked of(String effect, String input) {
        return new Asked(effect, input, true, false);
    }

    Asked unannounced() {
        return new Asked(effect, input, false, catches);
    }

    Asked catching() {
        return new Asked(effect, input, isAnnounced, true);
    }
}
