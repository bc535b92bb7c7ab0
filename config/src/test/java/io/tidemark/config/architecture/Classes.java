package io.tidemark.config.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that the rules are about, and what they have in common. */
final class Classes {

    /** Where the product lies. */
    static final String ROOT = "io.tidemark";

    /** Where the classes lie that break the rules: modules as below {@link #ROOT}. */
    static final String SAMPLES = "io.tidemark.config.architecture.samples";

    /** Every module's classes without tests. The server's are not among them: config does not see it. */
    static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/testkit/"))
            .importPackages(ROOT);

    /** The samples. */
    static final JavaClasses BROKEN = new ClassFileImporter().importPackages(SAMPLES);

    private Classes() {}

    /** Classes in one of the packages and below, arrays and primitives too, as every class may use those. */
    static DescribedPredicate<JavaClass> in(String... packages) {
        String[] withSubpackages = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            withSubpackages[i] = packages[i] + "..";
        }
        return describe(
                "in " + String.join(", ", withSubpackages),
                type -> type.getBaseComponentType().isPrimitive()
                        || resideInAnyPackage(withSubpackages).test(type.getBaseComponentType()));
    }
}
