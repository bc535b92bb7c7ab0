package io.tidemark.config.architecture;

import com.tngtech.archunit.lang.ArchRule;

/**
 * A rule and the proof that it can fail.
 *
 * @param name what it says
 * @param check how it is checked
 * @param sample simple name of the class that was written to break it
 */
record Rule(String name, ArchRule check, String sample) {}
